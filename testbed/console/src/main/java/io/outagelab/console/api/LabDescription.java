package io.outagelab.console.api;

import io.outagelab.assembly.Addressing;
import io.outagelab.assembly.Assembled;
import io.outagelab.assembly.Mode;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.net.IpAddress;
import io.outagelab.world.DnsService;
import io.outagelab.world.ResolverNode;
import io.outagelab.world.ServerName;
import io.outagelab.world.ServiceNode;
import io.outagelab.world.World;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a lab is: its world, how it runs, and where its players are found.
 *
 * @param world the world's name
 * @param title one line for people
 * @param file the world file
 * @param mode how it runs
 * @param seed of its randomness
 * @param compression how much faster than the world it runs
 * @param mitigations the overlays merged in
 * @param epoch the instant of world time zero
 * @param time world time since the lab's start
 * @param dnsPort where its name servers and resolvers listen
 * @param addresses who listens where
 * @param roots the root servers' names and addresses, for those who iterate
 */
public record LabDescription(
    String world,
    String title,
    Path file,
    Mode mode,
    long seed,
    int compression,
    List<String> mitigations,
    Instant epoch,
    Duration time,
    int dnsPort,
    List<Place> addresses,
    List<Place> roots) {
  /** Keeps its own copies of the lists. */
  public LabDescription {
    mitigations = List.copyOf(mitigations);
    addresses = List.copyOf(addresses);
    roots = List.copyOf(roots);
  }

  /** What a listener is. */
  public enum Role {
    /** Answers from zones. */
    NAME_SERVER,
    /** Answers by asking name servers. */
    RESOLVER,
    /** A front end or back end. */
    SERVICE
  }

  /**
   * A listener.
   *
   * @param role what it is
   * @param name what it is called
   * @param address where sockets find it in this lab
   * @param published the address that the world knows
   */
  public record Place(Role role, String name, String address, String published) {}

  /** The listeners of this kind. */
  public List<Place> places(Role role) {
    return addresses.stream().filter(place -> place.role() == role).toList();
  }

  /** The description of a lab with these machines, at this world time. */
  public static LabDescription of(Assembled lab, Mode mode, Duration time, int dnsPort) {
    World world = lab.world();
    Addressing addressing = lab.addressing();
    return new LabDescription(
        world.name(),
        world.title(),
        world.file().toAbsolutePath().normalize(),
        mode,
        lab.seed(),
        lab.scale().compression(),
        world.mitigations(),
        world.epoch(),
        time,
        dnsPort,
        listeners(world, addressing),
        roots(world, addressing));
  }

  private static List<Place> listeners(World world, Addressing addressing) {
    List<Place> all = new ArrayList<>();
    for (ResolverNode resolver : world.resolvers()) {
      all.addAll(places(Role.RESOLVER, resolver.name(), resolver.addresses(), addressing));
    }
    for (DnsService service : world.dnsServices()) {
      service.servers().forEach(server -> all.addAll(nameServer(server, addressing)));
    }
    for (ServiceNode service : world.services()) {
      all.addAll(places(Role.SERVICE, service.name(), service.addresses(), addressing));
    }
    return all;
  }

  private static List<Place> roots(World world, Addressing addressing) {
    return world.resolvers().stream()
        .limit(1)
        .flatMap(resolver -> resolver.rootHints().stream())
        .flatMap(server -> nameServer(server, addressing).stream())
        .toList();
  }

  private static List<Place> nameServer(ServerName server, Addressing addressing) {
    String name = DnsNames.display(server.name());
    return places(Role.NAME_SERVER, name, server.addresses(), addressing);
  }

  /** A live lab listens on IPv4 alone. */
  private static List<Place> places(
      Role role, String name, List<IpAddress> published, Addressing addressing) {
    return published.stream()
        .filter(address -> !address.isIpv6())
        .map(at -> new Place(role, name, addressing.toLab(at).toString(), at.toString()))
        .toList();
  }
}
