package io.outagelab.backbone;

import java.util.OptionalInt;

/**
 * Paths within one autonomous system as packets take them: hop by hop, each router by its own
 * shortest paths, so that routers that disagree for a moment lose the packet.
 */
final class InteriorPaths {
  /** How a path ended. */
  enum End {
    /** At the router it leads to. */
    REACHED,
    /** On the way: over a dead link, in a loop, or at a router that has no path. */
    LOST,
    /** At once: the first router has no path. */
    NO_PATH
  }

  /**
   * A path walked.
   *
   * @param end how it ended
   * @param nanos the latency up to there
   * @param hops the links passed
   */
  record Path(End end, long nanos, int hops) {}

  /** The most links a packet passes. */
  static final int MAX_HOPS = 64;

  private final Topology topology;
  private final Links links;
  private final Router[] routers;

  /** Over these routers' shortest paths. */
  InteriorPaths(Topology topology, Links links, Router[] routers) {
    this.topology = topology;
    this.links = links;
    this.routers = routers;
  }

  /** The path between two routers. */
  Path between(int from, int to) {
    long nanos = 0;
    int hops = 0;
    for (int here = from; here != to; hops++) {
      OptionalInt link = routers[here].routes().firstLinkTo(to);
      if (link.isEmpty()) {
        return new Path(hops == 0 ? End.NO_PATH : End.LOST, nanos, hops);
      }
      if (!links.isUp(link.getAsInt()) || hops == MAX_HOPS) {
        return new Path(End.LOST, nanos, hops);
      }
      nanos += topology.link(link.getAsInt()).latency().toNanos();
      here = topology.other(link.getAsInt(), here);
    }
    return new Path(End.REACHED, nanos, hops);
  }
}
