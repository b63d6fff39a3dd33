package io.outagelab.assembly;

import io.outagelab.backbone.Backbone;
import io.outagelab.core.Event;
import io.outagelab.core.TimeScale;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.node.Arrival;
import io.outagelab.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A world's machines, ready for a stage.
 *
 * @param world the world they play
 * @param seed what their randomness is derived from
 * @param scale how much faster than the world they run
 * @param addressing what addresses their sockets use
 * @param backbone all routers and the links between them
 * @param nodes everybody else
 * @param routers the routers' names by address, as sockets know it
 * @param taps who overhears what
 * @param settling how long routers are left alone before anybody but announcers starts
 * @param guestAddress an address at the site where guests stand: replies to them go there
 */
public record Assembled(
    World world,
    long seed,
    TimeScale scale,
    Addressing addressing,
    Backbone backbone,
    List<PlacedNode> nodes,
    Map<IpAddress, String> routers,
    List<Tap> taps,
    Duration settling,
    IpAddress guestAddress) {

  /** The name of the node that plays the person who runs the network. */
  public static final String OPERATOR = "operator";

  /** Keeps its own copies. */
  public Assembled {
    nodes = List.copyOf(nodes);
    routers = new LinkedHashMap<>(routers);
    taps = List.copyOf(taps);
  }

  /**
   * A node that learns of some events as they are observed: what stands in plain sight of it, such
   * as a door to the person in front of it.
   */
  public record Tap(String node, Function<Event, Optional<Arrival>> ear) {
    /** What the node makes of the event. */
    public Optional<Arrival> arrival(Event event) {
      return ear.apply(event);
    }
  }

  /** The same lab with one more node. */
  public Assembled with(PlacedNode node) {
    List<PlacedNode> more = new ArrayList<>(nodes);
    more.add(node);
    return new Assembled(
        world, seed, scale, addressing, backbone, more, routers, taps, settling, guestAddress);
  }

  /** The router with this address, as sockets know it. */
  public Optional<String> router(IpAddress address) {
    return Optional.ofNullable(routers.get(address));
  }
}
