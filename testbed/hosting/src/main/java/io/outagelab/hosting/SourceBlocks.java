package io.outagelab.hosting;

import io.outagelab.assembly.Casting;
import io.outagelab.assembly.PlacedNode;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.edge.SourcePlan;
import io.outagelab.world.Placement;
import io.outagelab.world.Placement.Container;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells nodes that share a container's one address apart by the port that they ask from: each has a
 * block of its own, and everybody works out the same blocks from the world.
 *
 * <p>Where only one node asks it has all ports from 1024 up (RFC 5452 §4.5); where several do, they
 * share those below the range that systems give out, and whoever asks from above is a guest.
 */
public final class SourceBlocks implements SourcePlan {
  private static final int FIRST_PORT = 1_024;
  private static final int FIRST_EPHEMERAL_PORT = 32_768;
  private static final int PORTS = 65_536;
  private static final int ATTEMPTS = 16;

  /** Coprime to the size of any block, so that attempts meet different ports. */
  private static final int STRIDE = 7_919;

  /** The nodes that ask from one container, in the order of their blocks. */
  private record Askers(IpAddress container, List<IpAddress> nodes) {
    int size() {
      int end = nodes.size() == 1 ? PORTS : FIRST_EPHEMERAL_PORT;
      return (end - FIRST_PORT) / Math.max(1, nodes.size());
    }

    int first(int index) {
      return FIRST_PORT + index * size();
    }
  }

  private final Map<IpAddress, Askers> byContainer = new HashMap<>();
  private final Askers own;

  /** The blocks of all containers, for one of them. */
  public SourceBlocks(Placement placement, Casting casting, Container self) {
    Set<IpAddress> answering = new HashSet<>();
    placement.containers().forEach(container -> answering.add(casting.address(container)));
    for (Container container : placement.containers()) {
      Askers askers =
          new Askers(casting.address(container), askers(casting.cast(container), answering));
      byContainer.put(askers.container(), askers);
    }
    this.own =
        byContainer.getOrDefault(
            casting.address(self), new Askers(casting.address(self), List.of()));
  }

  /**
   * Every address that stands at one site alone: an answer to another would come in elsewhere.
   * Where name servers answer they do not ask.
   */
  private static List<IpAddress> askers(List<PlacedNode> cast, Set<IpAddress> answering) {
    Map<IpAddress, Integer> uses = new HashMap<>();
    Set<IpAddress> all = new LinkedHashSet<>();
    for (PlacedNode node : cast) {
      for (IpAddress address : node.addresses()) {
        if (node.role() != PlacedNode.Role.NAME_SERVER || !answering.contains(address)) {
          uses.merge(address, 1, Integer::sum);
          all.add(address);
        }
      }
    }
    List<IpAddress> unicast = new ArrayList<>(all);
    unicast.removeIf(address -> uses.getOrDefault(address, 0) > 1);
    return List.copyOf(unicast);
  }

  @Override
  public Optional<Endpoint> source(Endpoint drawn, int attempt) {
    int index = own.nodes().indexOf(drawn.address());
    if (index < 0 || attempt >= ATTEMPTS) {
      return Optional.empty();
    }
    int place = Math.floorMod(drawn.port() - FIRST_PORT + attempt * STRIDE, own.size());
    return Optional.of(new Endpoint(own.container(), own.first(index) + place));
  }

  /** The address of the node that asks from there; empty for a guest. */
  public Optional<IpAddress> asker(Endpoint client) {
    Askers askers = byContainer.get(client.address());
    if (askers == null || client.port() < FIRST_PORT) {
      return Optional.empty();
    }
    int index = (client.port() - FIRST_PORT) / askers.size();
    return index < askers.nodes().size()
        ? Optional.of(askers.nodes().get(index))
        : Optional.empty();
  }
}
