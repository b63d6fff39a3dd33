package io.outagelab.world;

import java.time.Duration;
import java.util.Optional;

/**
 * A long-haul link between two sites, in every plane.
 *
 * @param a one end
 * @param b the other end
 * @param latency one way; that of the distance if empty
 */
public record Span(String a, String b, Optional<Duration> latency) {
  /** Whether the site is one of its ends. */
  public boolean touches(String site) {
    return a.equals(site) || b.equals(site);
  }
}
