package io.outagelab.world;

import static io.outagelab.world.yaml.Field.maybe;
import static io.outagelab.world.yaml.Field.optional;
import static io.outagelab.world.yaml.Field.required;
import static io.outagelab.world.yaml.Shapes.address;
import static io.outagelab.world.yaml.Shapes.bool;
import static io.outagelab.world.yaml.Shapes.choice;
import static io.outagelab.world.yaml.Shapes.domainName;
import static io.outagelab.world.yaml.Shapes.duration;
import static io.outagelab.world.yaml.Shapes.list;
import static io.outagelab.world.yaml.Shapes.reference;

import io.outagelab.core.net.IpAddress;
import io.outagelab.world.Operations.AuditBug;
import io.outagelab.world.Operations.Controller;
import io.outagelab.world.Operations.OnSite;
import io.outagelab.world.Operations.Operator;
import io.outagelab.world.Operations.OutOfBand;
import io.outagelab.world.Operations.OutOfBand.Dependency;
import io.outagelab.world.Operations.Rollout;
import io.outagelab.world.Operations.Rollout.Strategy;
import io.outagelab.world.yaml.Field;
import io.outagelab.world.yaml.ObjectShape;
import io.outagelab.world.yaml.Shape;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;

/** The shapes of a world's operations: the controller, the operator and the ways in. */
final class OperationsShapes {
  private static final Rollout ALL_AT_ONCE =
      new Rollout(Strategy.ALL_AT_ONCE, Duration.ofMinutes(10), Optional.empty());

  private OperationsShapes() {}

  /** The operations as a whole. */
  static Shape<Operations> operations() {
    Field<Controller> controller =
        required("controller", controller(), "What pushes configuration to routers.");
    Field<Operator> operator =
        required("operator", operator(), "Who tells the controller what to push.");
    Field<OutOfBand> outOfBand =
        optional(
            "out-of-band",
            outOfBand(),
            new OutOfBand(false, List.of()),
            "The separate access network.");
    Field<OnSite> onSite =
        optional("on-site", onSite(), OnSite.DEFAULT, "How a crew gets to a site.");
    return ObjectShape.of(
        "The people who run the network, and how they reach it.",
        List.of(controller, operator, outOfBand, onSite),
        values ->
            new Operations(
                values.get(controller),
                values.get(operator),
                values.get(outOfBand),
                values.get(onSite)));
  }

  private static Shape<Controller> controller() {
    Field<String> site = required("site", reference(Kinds.SITE), "Where it stands.");
    Field<IpAddress> address = required("address", address(), "Its published address.");
    Field<Name> nameInDns =
        required("name-in-dns", domainName(), "The name by which the operator finds it.");
    Field<AuditBug> audit =
        optional("audit", audit(), AuditBug.NONE, "The check of a change before it goes out.");
    Field<Rollout> rollout =
        optional("rollout", rollout(), ALL_AT_ONCE, "How changes go out unless told otherwise.");
    return ObjectShape.of(
        "What pushes configuration to routers.",
        List.of(site, address, nameInDns, audit, rollout),
        values ->
            new Controller(
                values.get(site),
                values.get(address),
                values.get(nameInDns),
                values.get(audit),
                values.get(rollout)));
  }

  private static Shape<AuditBug> audit() {
    Field<AuditBug> bug =
        optional("bug", choice(AuditBug.class), AuditBug.NONE, "What is wrong with it.");
    return ObjectShape.of("The audit.", List.of(bug), values -> values.get(bug));
  }

  private static Shape<Rollout> rollout() {
    Field<Strategy> strategy =
        optional("strategy", choice(Strategy.class), ALL_AT_ONCE.strategy(), "In which steps.");
    Field<Duration> bakeTime =
        optional(
            "bake-time",
            duration(Duration.ZERO),
            ALL_AT_ONCE.bakeTime(),
            "How long each plane of a canary is watched before the next follows; world time.");
    Field<Optional<Duration>> confirmWithin =
        maybe(
            "confirm-within",
            duration(Duration.ofSeconds(1)),
            "How long a router waits for the confirmation of a change before it undoes it; world"
                + " time; without it commits are plain.");
    return ObjectShape.of(
        "How changes reach routers.",
        List.of(strategy, bakeTime, confirmWithin),
        values ->
            new Rollout(values.get(strategy), values.get(bakeTime), values.get(confirmWithin)));
  }

  private static Shape<Operator> operator() {
    Field<String> site = required("site", reference(Kinds.SITE), "Where the operator works.");
    Field<String> resolver =
        required("resolver", reference(Kinds.RESOLVER), "Whom the operator's machine asks.");
    return ObjectShape.of(
        "Who tells the controller what to push.",
        List.of(site, resolver),
        values -> new Operator(values.get(site), values.get(resolver)));
  }

  private static Shape<OutOfBand> outOfBand() {
    Field<Boolean> exists = required("exists", bool(), "Whether there is one.");
    Field<List<Dependency>> needs =
        optional(
            "needs", list(choice(Dependency.class)), List.of(), "What it secretly depends on.");
    return ObjectShape.of(
        "The separate access network.",
        List.of(exists, needs),
        values -> new OutOfBand(values.get(exists), values.get(needs)));
  }

  private static Shape<OnSite> onSite() {
    OnSite standard = OnSite.DEFAULT;
    Field<Duration> travel =
        optional(
            "travel", duration(Duration.ZERO), standard.travel(), "To the building; world time.");
    Field<Duration> entry =
        optional(
            "entry",
            duration(Duration.ZERO),
            standard.entry(),
            "From its door to the routers; world time.");
    Field<Duration> entryWhenDoorsShut =
        optional(
            "entry-when-doors-shut",
            duration(Duration.ZERO),
            standard.entryWhenDoorsShut(),
            "The same while the door readers refuse; world time.");
    return ObjectShape.of(
        "How a crew gets to a site.",
        List.of(travel, entry, entryWhenDoorsShut),
        values ->
            new OnSite(values.get(travel), values.get(entry), values.get(entryWhenDoorsShut)));
  }
}
