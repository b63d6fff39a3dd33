package io.outagelab.backbone;

import io.outagelab.backbone.bgp.Relation;
import java.time.Duration;

/**
 * How one link between two routers is set up.
 *
 * @param name its name, unique in the backbone, such as {@code bb1.a--bb1.b}
 * @param a the router at one end
 * @param b the router at the other end
 * @param latency how long a packet takes, one way
 * @param metric its cost in the interior routing; without meaning for a peering
 * @param kind what it is for
 */
public record LinkConfig(String name, String a, String b, Duration latency, int metric, Kind kind) {
  /** What a link is for. */
  public sealed interface Kind {
    /** Long haul, in one plane of the backbone. Planes count from 1. */
    record Span(int plane) implements Kind {}

    /** Within a site. */
    record Local() implements Kind {}

    /** Between two autonomous systems: an eBGP session, by this relation of b to a. */
    record Peering(Relation relation) implements Kind {}
  }

  /** A long-haul link in a plane. */
  public static LinkConfig span(
      String name, String a, String b, Duration latency, int metric, int plane) {
    return new LinkConfig(name, a, b, latency, metric, new Kind.Span(plane));
  }

  /** A link within a site. */
  public static LinkConfig local(String name, String a, String b, Duration latency, int metric) {
    return new LinkConfig(name, a, b, latency, metric, new Kind.Local());
  }

  /** A link between two autonomous systems; {@code relation} is what b is to a. */
  public static LinkConfig peering(
      String name, String a, String b, Duration latency, Relation relation) {
    return new LinkConfig(name, a, b, latency, 1, new Kind.Peering(relation));
  }

  /** Whether the interior routing runs over it. */
  boolean isInterior() {
    return !(kind instanceof Kind.Peering);
  }

  /** Whether it is long haul, and so taken out of use by a drain. */
  boolean isSpan() {
    return kind instanceof Kind.Span;
  }
}
