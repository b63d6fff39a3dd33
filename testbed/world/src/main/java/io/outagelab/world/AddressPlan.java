package io.outagelab.world;

import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.IpAddress.Family;
import io.outagelab.core.net.Prefix;
import io.outagelab.world.yaml.Shapes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The addresses that a world's file does not spell out: every router's loopback, and the host
 * address of everyone who stands at a site.
 *
 * <p>Both are given out in file order, from the first address of the prefix up. A host address is
 * unicast: whoever asks from an anycast address would get the reply at another site, so name
 * servers check, resolvers ask and front ends call from their host address.
 */
public final class AddressPlan {
  /** What an occupant of a site is. The order is that in which a site's addresses are given out. */
  public enum Role {
    /** An instance of a name service, with its announcer. */
    NAME_SERVER,
    /** An instance of a resolver. */
    RESOLVER,
    /** An instance of a service. */
    SERVICE,
    /** The controller; its name is {@code controller}. */
    CONTROLLER,
    /** The operator; its name is {@code operator}. */
    OPERATOR,
    /** A door reader. */
    DOOR,
    /** A tool. */
    TOOL,
    /** What watches from a public resolver's site; its name is the resolver's. */
    MONITOR,
    /** A cohort of users. */
    COHORT,
    /** Where an instance of a name service moves zones from and to, if it does. */
    TRANSFER
  }

  /** Someone at a site who sends packets. */
  public record Occupant(Role role, String name, String site) {
    @Override
    public String toString() {
      String who = name.endsWith("@" + site) ? name : name + "@" + site;
      return Shapes.label(role) + " " + who;
    }
  }

  private final Map<String, IpAddress> loopbacks = new LinkedHashMap<>();
  private final Map<Occupant, IpAddress> hosts = new LinkedHashMap<>();
  private final List<String> shortfalls = new ArrayList<>();

  private AddressPlan() {}

  /** The plan of a world. */
  public static AddressPlan of(World world) {
    AddressPlan plan = new AddressPlan();
    plan.assignLoopbacks(world);
    plan.assignHosts(world);
    return plan;
  }

  /** The loopback of the backbone AS's router with this name, which must exist. */
  public IpAddress loopback(String router) {
    IpAddress address = loopbacks.get(router);
    if (address == null) {
      throw new IllegalStateException("no loopback for router " + router);
    }
    return address;
  }

  /** The host address of an occupant, who must exist. */
  public IpAddress host(Role role, String name, String site) {
    IpAddress address = hosts.get(new Occupant(role, name, site));
    if (address == null) {
      throw new IllegalStateException("no host address for %s %s@%s".formatted(role, name, site));
    }
    return address;
  }

  /** The backbone AS's routers and their loopbacks, in file order. */
  public Map<String, IpAddress> loopbacks() {
    return Collections.unmodifiableMap(loopbacks);
  }

  /** Every occupant's host address: by site, then by role, in file order. */
  public Map<Occupant, IpAddress> hosts() {
    return Collections.unmodifiableMap(hosts);
  }

  /** What could not be given an address, one sentence each; empty for a world that was loaded. */
  List<String> shortfalls() {
    return Collections.unmodifiableList(shortfalls);
  }

  private void assignLoopbacks(World world) {
    BackbonePlan backbone = world.backbone();
    List<String> routers = new ArrayList<>();
    for (Site site : world.sites()) {
      if (site.as() == backbone.as()) {
        routers.add(site.name());
        for (int plane = 1;
            plane <= backbone.planes() && world.isOnBackbone(site.name());
            plane++) {
          routers.add(BackbonePlan.planeRouter(plane, site.name()));
        }
      }
    }
    long room = room(backbone.loopbacks());
    if (routers.size() > room) {
      shortfalls.add(
          "loopbacks %s has room for %d routers, not %d"
              .formatted(backbone.loopbacks(), room, routers.size()));
      return;
    }
    for (int i = 0; i < routers.size(); i++) {
      loopbacks.put(routers.get(i), nth(backbone.loopbacks(), i + 1L));
    }
  }

  private void assignHosts(World world) {
    List<Occupant> occupants = occupants(world);
    for (Site site : world.sites()) {
      List<Occupant> here =
          occupants.stream().filter(occupant -> occupant.site().equals(site.name())).toList();
      long room = site.hosts().map(AddressPlan::room).orElse(0L);
      if (here.size() > room) {
        shortfalls.add(
            site.hosts()
                .map(
                    hosts ->
                        "hosts %s of site %s has room for %d, not for the %d who stand there"
                            .formatted(hosts, site.name(), room, here.size()))
                .orElse(
                    "site %s needs hosts: a prefix for the %d who stand there (%s first)"
                        .formatted(
                            site.name(), here.size(), here.isEmpty() ? "" : here.getFirst())));
        continue;
      }
      site.hosts()
          .ifPresent(
              prefix -> {
                for (int i = 0; i < here.size(); i++) {
                  hosts.put(here.get(i), nth(prefix, i + 1L));
                }
              });
    }
  }

  private static List<Occupant> occupants(World world) {
    List<Occupant> all = new ArrayList<>();
    world.dnsServices().forEach(dns -> addAll(all, Role.NAME_SERVER, dns.name(), dns.sites()));
    world.resolvers().forEach(node -> addAll(all, Role.RESOLVER, node.name(), node.sites()));
    world.services().forEach(node -> addAll(all, Role.SERVICE, node.name(), node.sites()));
    Operations operations = world.operations();
    all.add(new Occupant(Role.CONTROLLER, "controller", operations.controller().site()));
    all.add(new Occupant(Role.OPERATOR, "operator", operations.operator().site()));
    world.doors().forEach(door -> all.add(new Occupant(Role.DOOR, door.name(), door.site())));
    world.tools().forEach(tool -> all.add(new Occupant(Role.TOOL, tool.name(), tool.site())));
    world
        .publicResolvers()
        .forEach(node -> all.add(new Occupant(Role.MONITOR, node.name(), node.sites().getFirst())));
    world
        .crowd()
        .forEach(
            cohort ->
                all.add(
                    new Occupant(
                        Role.COHORT,
                        cohort.name(),
                        world.resolver(cohort.resolver()).sites().getFirst())));
    world.dnsServices().stream()
        .filter(dns -> !dns.secondaryOf().isEmpty() || !world.secondariesOf(dns).isEmpty())
        .forEach(dns -> addAll(all, Role.TRANSFER, dns.name(), dns.sites()));
    return all;
  }

  private static void addAll(List<Occupant> all, Role role, String name, List<String> sites) {
    sites.forEach(site -> all.add(new Occupant(role, name, site)));
  }

  /** How many addresses a prefix has for hosts: IPv4 keeps its first and last for itself. */
  private static long room(Prefix prefix) {
    int bits = Math.min(prefix.family().bits() - prefix.length(), 16);
    return Math.max((1L << bits) - 2, 0);
  }

  private static IpAddress nth(Prefix prefix, long n) {
    IpAddress network = prefix.network();
    return network.family() == Family.IPV4
        ? IpAddress.ofIpv4((int) (network.low() + n))
        : new IpAddress(Family.IPV6, network.high(), network.low() + n);
  }
}
