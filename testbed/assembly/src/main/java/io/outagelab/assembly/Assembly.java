package io.outagelab.assembly;

import io.outagelab.configpush.History;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.Seeds;
import io.outagelab.core.Tick;
import io.outagelab.core.TimeScale;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import io.outagelab.world.AddressPlan;
import io.outagelab.world.Placement;
import io.outagelab.world.Site;
import io.outagelab.world.World;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns a world into its machines: the one place above the engines that knows them all.
 *
 * <p>Each builder reads its part of the world and gives its players their places, addresses, seeds
 * and timers. World durations are scaled here, wire transactions capped; engines see neither.
 */
public final class Assembly {
  private Assembly() {}

  /** The machines of a simulated lab: published addresses, real time-outs, world time as it is. */
  public static Assembled simulated(World world, long seed) {
    return assemble(world, seed, TimeScale.REAL, Addressing.published(), PushJournal.NONE);
  }

  /** The machines of a live lab, whose sockets use addresses of this /16. */
  public static Assembled live(World world, long seed, TimeScale scale, Prefix base) {
    return assemble(
        world, seed, scale, Addressing.lab(base, ipv4Addresses(world)), PushJournal.NONE);
  }

  /**
   * The machines of a live lab that runs as containers, whose sockets use addresses of this /16.
   *
   * @param journal what the controller has done so far, and where it writes on
   */
  public static Assembled placed(
      World world,
      long seed,
      TimeScale scale,
      Prefix base,
      Placement placement,
      PushJournal journal) {
    return assemble(
        world,
        seed,
        scale,
        Addressing.placed(base, ipv4Addresses(world), placement.listening(world)),
        journal);
  }

  private static Assembled assemble(
      World world, long seed, TimeScale scale, Addressing addressing, PushJournal journal) {
    Blueprint blueprint =
        new Blueprint(world, AddressPlan.of(world), scale, addressing, new Seeds(seed));
    List<PlacedNode> nodes = new ArrayList<>();
    nodes.addAll(new NameServices(blueprint).nodes());
    nodes.addAll(new Resolvers(blueprint).nodes());
    nodes.addAll(new Apps(blueprint).nodes());
    OperationsRoom operations = new OperationsRoom(blueprint, journal);
    nodes.addAll(operations.nodes());
    BackboneBuilder backbone = new BackboneBuilder(blueprint, drained(journal));
    return new Assembled(
        world,
        seed,
        scale,
        addressing,
        backbone.build(),
        nodes,
        backbone.routersByAddress(),
        operations.taps(),
        backbone.settling(),
        guestAddress(blueprint));
  }

  /** Routers come up as the journal has them. */
  private static Set<String> drained(PushJournal journal) {
    History history = new History();
    journal.entries().forEach(history::apply);
    history.interruption(Tick.ZERO).forEach(history::apply);
    return history.drained();
  }

  /** Every IPv4 address that a node or a router of the backbone has. */
  private static Set<IpAddress> ipv4Addresses(World world) {
    AddressPlan plan = AddressPlan.of(world);
    Set<IpAddress> all = new LinkedHashSet<>();
    world.dnsServices().forEach(service -> all.addAll(service.addresses()));
    world.resolvers().forEach(resolver -> all.addAll(resolver.addresses()));
    world.services().forEach(service -> all.addAll(service.addresses()));
    all.add(world.operations().controller().address());
    all.addAll(plan.loopbacks().values());
    all.addAll(plan.hosts().values());
    all.removeIf(IpAddress::isIpv6);
    return all;
  }

  private static IpAddress guestAddress(Blueprint blueprint) {
    World world = blueprint.world();
    Site site = world.site(world.guest());
    return world.resolvers().stream()
        .filter(resolver -> resolver.sites().equals(List.of(site.name())))
        .map(resolver -> resolver.addresses().getFirst())
        .findFirst()
        .or(
            () ->
                blueprint.plan().hosts().entrySet().stream()
                    .filter(entry -> entry.getKey().site().equals(site.name()))
                    .map(Map.Entry::getValue)
                    .findFirst())
        .map(blueprint.addressing()::toLab)
        .orElseThrow(
            () ->
                new LabConfigurationException(
                    "guest: site %s has no resolver and no hosts: answers reach guests nowhere"
                        .formatted(site.name())));
  }
}
