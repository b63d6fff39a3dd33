package io.outagelab.resolver;

import io.outagelab.core.Tick;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Transport;
import io.outagelab.resolver.cache.ServerCache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Name;

/**
 * Which server of a zone to ask next: one that is not held down before one that is, one that was
 * sent less before one that was sent more, a fast one before a slow one, and at random among those
 * of about the same speed, so that load spreads and an answer is harder to forge (RFC 5452 §9.1).
 */
final class ServerChoice {
  /** Round-trip times this close count as the same. */
  private static final Duration SAME_SPEED = Duration.ofMillis(10);

  private record Candidate(IpAddress server, boolean heldDown, int sends, Duration roundTrip) {}

  private static final Comparator<Candidate> ORDER =
      Comparator.comparing(Candidate::heldDown)
          .thenComparingInt(Candidate::sends)
          .thenComparing(Candidate::roundTrip)
          .thenComparing(Candidate::server);

  private final ServerCache servers;
  private final ResolverPolicy policy;
  private final RandomGenerator random;

  /** Chooses by what is remembered of the servers. */
  ServerChoice(ServerCache servers, ResolverPolicy policy, RandomGenerator random) {
    this.servers = servers;
    this.policy = policy;
    this.random = random;
  }

  /** The next server for the resolution, of these addresses of the zone's servers. */
  Optional<IpAddress> choose(Tick now, Resolution resolution, Name zone, List<IpAddress> all) {
    List<Candidate> candidates = new ArrayList<>();
    for (IpAddress server : all) {
      int sends = resolution.sends(zone, server, Transport.UDP);
      if (sends < attempts(now, resolution, server) && !servers.knownLame(now, zone, server)) {
        candidates.add(
            new Candidate(
                server, servers.isHeldDown(now, server), sends, servers.roundTrip(now, server)));
      }
    }
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    candidates.sort(ORDER);
    Candidate best = candidates.getFirst();
    List<Candidate> equals =
        candidates.stream().filter(candidate -> isAsGood(candidate, best)).toList();
    return Optional.of(equals.get(random.nextInt(equals.size())).server());
  }

  /** A server that was silent before this resolution began gets one probe, not all its tries. */
  private int attempts(Tick now, Resolution resolution, IpAddress server) {
    return servers.wasSilentBefore(now, server, resolution.effort().started())
        ? 1
        : policy.attemptsPerServer();
  }

  private static boolean isAsGood(Candidate candidate, Candidate best) {
    return candidate.heldDown() == best.heldDown()
        && candidate.sends() == best.sends()
        && candidate.roundTrip().minus(best.roundTrip()).compareTo(SAME_SPEED) <= 0;
  }
}
