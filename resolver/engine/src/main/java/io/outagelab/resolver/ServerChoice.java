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

  private record Candidate(IpAddress server, boolean heldDown, int sends, Duration roundTrip) {
    /** Ahead of the other whatever their speeds: in use, or else less asked. */
    boolean isAheadOf(Candidate other) {
      return heldDown == other.heldDown ? sends < other.sends : other.heldDown;
    }
  }

  private static final Comparator<Candidate> FASTEST_FIRST =
      Comparator.comparing(Candidate::roundTrip).thenComparing(Candidate::server);

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
    List<Candidate> best = new ArrayList<>();
    for (IpAddress server : all) {
      int sends = resolution.sends(zone, server, Transport.UDP);
      if (sends < attempts(now, resolution, server) && !servers.knownLame(now, zone, server)) {
        Candidate candidate =
            new Candidate(
                server, servers.isHeldDown(now, server), sends, servers.roundTrip(now, server));
        if (!best.isEmpty() && candidate.isAheadOf(best.getFirst())) {
          best.clear();
        }
        if (best.isEmpty() || !best.getFirst().isAheadOf(candidate)) {
          best.add(candidate);
        }
      }
    }
    return best.isEmpty() ? Optional.empty() : Optional.of(oneOfTheFastest(best));
  }

  private IpAddress oneOfTheFastest(List<Candidate> best) {
    best.sort(FASTEST_FIRST);
    Duration limit = best.getFirst().roundTrip().plus(SAME_SPEED);
    int fastest = 1;
    while (fastest < best.size() && best.get(fastest).roundTrip().compareTo(limit) <= 0) {
      fastest++;
    }
    return best.get(random.nextInt(fastest)).server();
  }

  /** A server that was silent before this resolution began gets one probe, not all its tries. */
  private int attempts(Tick now, Resolution resolution, IpAddress server) {
    return servers.wasSilentBefore(now, server, resolution.effort().started())
        ? 1
        : policy.attemptsPerServer();
  }
}
