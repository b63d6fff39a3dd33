package io.outagelab.backbone.bgp;

import io.outagelab.core.net.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Chooses the best of several routes to one prefix (RFC 4271 §9.1): each step keeps the routes that
 * are best by it, until one is left. The result does not depend on the order of the candidates.
 */
final class DecisionProcess {
  /**
   * A route that may be chosen: its next hop is reachable.
   *
   * @param route the route after import policy
   * @param interiorCost the IGP metric of its next hop
   * @param routerId the BGP Identifier of the peer; this router's own for a local route
   * @param peerAddress the address of the peer; this router's own for a local route
   */
  record Candidate(Route route, int interiorCost, IpAddress routerId, IpAddress peerAddress) {
    private PathAttributes attributes() {
      return route.attributes();
    }

    /** Local before external before internal. */
    private int distance() {
      return switch (route.source()) {
        case Source.Local ignored -> 0;
        case Source.Learned learned -> learned.relation().isExternal() ? 1 : 2;
      };
    }
  }

  private DecisionProcess() {}

  /** The best route; empty if there is none. */
  static Optional<Route> select(List<Candidate> candidates) {
    List<Candidate> left = candidates;
    left = keepLowest(left, c -> -c.attributes().localPreference().orElse(0));
    left = keepLowest(left, c -> c.attributes().asPath().length());
    left = keepLowest(left, c -> c.attributes().origin().code());
    left = keepLowestMed(left);
    left = keepLowest(left, Candidate::distance);
    left = keepLowest(left, Candidate::interiorCost);
    return left.stream()
        .min(Comparator.comparing(Candidate::routerId).thenComparing(Candidate::peerAddress))
        .map(Candidate::route);
  }

  private static List<Candidate> keepLowest(
      List<Candidate> candidates, ToLongFunction<Candidate> rank) {
    if (candidates.size() < 2) {
      return candidates;
    }
    long lowest = candidates.stream().mapToLong(rank).min().orElseThrow();
    return candidates.stream().filter(c -> rank.applyAsLong(c) == lowest).toList();
  }

  /** MULTI_EXIT_DISC compares only among routes of the same neighbouring AS (§9.1.2.2 c). */
  private static List<Candidate> keepLowestMed(List<Candidate> candidates) {
    List<Candidate> kept = new ArrayList<>();
    for (Candidate candidate : candidates) {
      boolean isBeaten =
          candidates.stream()
              .anyMatch(
                  other ->
                      other
                              .attributes()
                              .asPath()
                              .neighbour()
                              .equals(candidate.attributes().asPath().neighbour())
                          && med(other) < med(candidate));
      if (!isBeaten) {
        kept.add(candidate);
      }
    }
    return kept;
  }

  private static long med(Candidate candidate) {
    return candidate.attributes().med().orElse(0);
  }
}
