package io.outagelab.world;

import io.outagelab.core.net.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which container plays what of a world, and at which address, where a lab runs as containers.
 *
 * @param containers in the order of the file
 */
public record Placement(List<Container> containers) {
  /** What is played as a whole, by one container. */
  public enum Part {
    /** All routers, the controller and the operator. */
    BACKBONE,
    /** The announcers beside all name servers. */
    ANNOUNCERS,
    /** All cohorts of users. */
    CROWD,
    /** What watches names and apps. */
    MONITORS,
    /** All doors. */
    DOORS,
    /** All tools. */
    TOOLS,
    /** The console and the API: plays nothing, and hears of everything. */
    API
  }

  /**
   * A container.
   *
   * @param name what it is called
   * @param host the last two octets of its address
   * @param parts what it plays as a whole
   * @param nameServers DNS services; where several containers play one, each plays the servers
   *     whose addresses have its third octet
   * @param resolvers resolvers, at all their sites
   * @param services front ends and back ends, at all their sites
   */
  public record Container(
      String name,
      int host,
      Set<Part> parts,
      List<String> nameServers,
      List<String> resolvers,
      List<String> services) {
    /** Keeps its own copies. */
    public Container {
      parts = Set.copyOf(parts);
      nameServers = List.copyOf(nameServers);
      resolvers = List.copyOf(resolvers);
      services = List.copyOf(services);
    }

    /** Whether the container plays this part. */
    public boolean plays(Part part) {
      return parts.contains(part);
    }
  }

  /** Keeps its own copy. */
  public Placement {
    containers = List.copyOf(containers);
  }

  /** The container with this name. */
  public Optional<Container> container(String name) {
    return containers.stream().filter(container -> container.name().equals(name)).findFirst();
  }

  /** The container that plays this part. */
  public Container playing(Part part) {
    return containers.stream()
        .filter(container -> container.plays(part))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no container plays " + part));
  }

  /** The containers that play servers of this DNS service. */
  public List<Container> nameServers(String service) {
    return containers.stream().filter(c -> c.nameServers().contains(service)).toList();
  }

  /**
   * For every published IPv4 address that DNS is answered at, the last two octets of the address
   * where a container answers: one container has one address, however many the world gives it.
   */
  public Map<IpAddress, Integer> listening(World world) {
    Map<IpAddress, Integer> hosts = new LinkedHashMap<>();
    for (DnsService service : world.dnsServices()) {
      List<Container> players = nameServers(service.name());
      for (IpAddress address : ipv4(service.addresses())) {
        server(players, address).ifPresent(player -> hosts.put(address, player.host()));
      }
    }
    for (Container container : containers) {
      for (String resolver : container.resolvers()) {
        ipv4(world.resolver(resolver).addresses())
            .forEach(address -> hosts.put(address, container.host()));
      }
    }
    return hosts;
  }

  /** The one of these containers that plays the server at this address. */
  static Optional<Container> server(List<Container> players, IpAddress address) {
    return players.size() == 1
        ? Optional.of(players.getFirst())
        : players.stream().filter(player -> player.host() >> 8 == address.octet(2)).findFirst();
  }

  private static List<IpAddress> ipv4(List<IpAddress> addresses) {
    List<IpAddress> all = new ArrayList<>(addresses);
    all.removeIf(IpAddress::isIpv6);
    return all;
  }
}
