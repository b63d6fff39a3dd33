package io.outagelab.assembly;

import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import io.outagelab.world.Dependent;
import io.outagelab.world.Placement;
import io.outagelab.world.Placement.Container;
import io.outagelab.world.Placement.Part;
import io.outagelab.world.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which container every node of a lab plays in, and where it finds the others. */
public final class Casting {
  private record At(String site, IpAddress address) {}

  private final World world;
  private final Prefix base;
  private final Placement placement;
  private final Map<String, List<PlacedNode>> casts = new LinkedHashMap<>();
  private final Map<At, Container> hosts = new HashMap<>();

  /** The casting of these machines, whose containers have addresses of this /16. */
  public Casting(Assembled assembled, Placement placement, Prefix base) {
    this.world = assembled.world();
    this.base = base;
    this.placement = placement;
    placement.containers().forEach(c -> casts.put(c.name(), new ArrayList<>()));
    for (PlacedNode node : assembled.nodes()) {
      for (Container container : players(node)) {
        casts.getOrDefault(container.name(), List.of()).add(node);
        for (IpAddress address : node.addresses()) {
          hosts.putIfAbsent(new At(node.site(), address), container);
        }
      }
    }
  }

  /** The nodes that play in this container. */
  public List<PlacedNode> cast(Container container) {
    return List.copyOf(casts.getOrDefault(container.name(), List.of()));
  }

  /** The container with the node at this site and address, as sockets know it. */
  public Optional<Container> host(String site, IpAddress address) {
    return Optional.ofNullable(hosts.get(new At(site, address)));
  }

  /** The address of a container. */
  public IpAddress address(Container container) {
    return IpAddress.ofIpv4((int) (base.network().low() | container.host()));
  }

  private List<Container> players(PlacedNode node) {
    int at = node.name().indexOf('@');
    String before = at < 0 ? node.name() : node.name().substring(0, at);
    return switch (node.role()) {
      case NAME_SERVER -> placement.nameServers(before);
      case RESOLVER -> one(container -> container.resolvers().contains(before));
      case SERVICE -> one(container -> container.services().contains(before));
      case ANNOUNCER -> List.of(placement.playing(Part.ANNOUNCERS));
      case CONTROLLER, OPERATOR -> List.of(placement.playing(Part.BACKBONE));
      case CLIENT -> List.of(placement.playing(client(node)));
    };
  }

  private interface Plays {
    boolean test(Container container);
  }

  private List<Container> one(Plays plays) {
    return placement.containers().stream().filter(plays::test).limit(1).toList();
  }

  private Part client(PlacedNode node) {
    if (world.doors().stream().map(Dependent::name).anyMatch(node.name()::equals)) {
      return Part.DOORS;
    }
    if (world.tools().stream().map(Dependent::name).anyMatch(node.name()::equals)) {
      return Part.TOOLS;
    }
    return world.crowd().stream().anyMatch(cohort -> cohort.name().equals(node.name()))
        ? Part.CROWD
        : Part.MONITORS;
  }
}
