package io.outagelab.assembly;

import io.outagelab.assembly.PlacedNode.Role;
import io.outagelab.configpush.AuditBug;
import io.outagelab.configpush.Controller;
import io.outagelab.configpush.ControllerSettings;
import io.outagelab.configpush.Inventory;
import io.outagelab.configpush.Operator;
import io.outagelab.configpush.OperatorSettings;
import io.outagelab.core.Event;
import io.outagelab.core.Layer;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.node.Arrival;
import io.outagelab.world.AddressPlan;
import io.outagelab.world.Operations;
import io.outagelab.world.Operations.OutOfBand.Dependency;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Builds the controller and the operator. */
final class OperationsRoom {
  private static final String CONTROLLER = "controller";

  /** How long the controller waits for a router's acknowledgement, per attempt; real time. */
  private static final Duration ROUTER_TIMEOUT = Duration.ofSeconds(5);

  private static final Duration ROUTER_TIMEOUT_CAP = Duration.ofMillis(600);
  private static final int ROUTER_ATTEMPTS = 3;
  private static final Duration PATIENCE_CAP = Duration.ofSeconds(6);

  /** From one plane to the next in a staged restore; world time. */
  private static final Duration STAGE_INTERVAL = Duration.ofMinutes(1);

  /** How often the operator tells the controller of what was undone past it; world time. */
  private static final Duration REPORT_INTERVAL = Duration.ofMinutes(1);

  private final Blueprint blueprint;
  private final PushJournal journal;
  private final Operations operations;
  private final Inventory inventory;

  OperationsRoom(Blueprint blueprint, PushJournal journal) {
    this.journal = journal;
    this.blueprint = blueprint;
    this.operations = blueprint.world().operations();
    this.inventory =
        Instructions.inventory(blueprint.world(), blueprint.plan(), blueprint.addressing());
  }

  /** The controller and the operator. */
  List<PlacedNode> nodes() {
    return List.of(controller(), operator());
  }

  /** The operator's crews see for themselves whether doors are shut. */
  List<Assembled.Tap> taps() {
    return List.of(new Assembled.Tap(Assembled.OPERATOR, OperationsRoom::doors));
  }

  private static Optional<Arrival> doors(Event event) {
    return event.layer() == Layer.DOORS
        ? Optional.of(
            new Arrival.Instructed(
                new OperatorNode.DoorSeen(event.subject(), event.name().equals("door-shut"))))
        : Optional.empty();
  }

  private PlacedNode controller() {
    Operations.Controller site = operations.controller();
    IpAddress address = blueprint.addressing().toLab(site.address());
    ControllerSettings settings =
        new ControllerSettings(
            site.site(),
            address,
            switch (site.auditBug()) {
              case NONE -> AuditBug.NONE;
              case IGNORES_SELECTOR_ALL -> AuditBug.IGNORES_SELECTOR_ALL;
            },
            blueprint.scale().capped(ROUTER_TIMEOUT, ROUTER_TIMEOUT_CAP),
            ROUTER_ATTEMPTS);
    Controller controller =
        new Controller(settings, inventory, blueprint.seeds().of(CONTROLLER), journal.entries());
    return new PlacedNode(
        CONTROLLER,
        Role.CONTROLLER,
        site.site(),
        List.of(address),
        new ControllerNode(controller, journal));
  }

  private PlacedNode operator() {
    Operations.Operator desk = operations.operator();
    Operations.OutOfBand network = operations.outOfBand();
    Operations.OnSite onSite = operations.onSite();
    IpAddress address = blueprint.host(AddressPlan.Role.OPERATOR, Assembled.OPERATOR, desk.site());
    OperatorSettings settings =
        new OperatorSettings(
            address,
            blueprint.stub(desk.resolver(), true),
            operations.controller().nameInDns(),
            blueprint.addressing().toLab(operations.controller().address()),
            blueprint.scale().capped(OperatorSettings.PATIENCE, PATIENCE_CAP),
            new OperatorSettings.OutOfBand(
                network.exists(),
                network.needs().contains(Dependency.NAMES),
                network.needs().contains(Dependency.BACKBONE)),
            new OperatorSettings.OnSite(
                blueprint.scale().scaled(onSite.travel()),
                blueprint.scale().scaled(onSite.entry()),
                blueprint.scale().scaled(onSite.entryWhenDoorsShut())),
            blueprint.scale().scaled(STAGE_INTERVAL),
            blueprint.scale().scaled(REPORT_INTERVAL));
    Operator operator =
        new Operator(
            settings, inventory, blueprint.seeds().of(Assembled.OPERATOR), journal.entries());
    return new PlacedNode(
        Assembled.OPERATOR,
        Role.OPERATOR,
        desk.site(),
        List.of(address),
        new OperatorNode(operator));
  }
}
