package io.outagelab.resolver.cache;

import io.outagelab.core.Tick;
import io.outagelab.core.net.IpAddress;
import java.time.Duration;
import java.util.Optional;
import org.xbill.DNS.Name;

/**
 * How each name server behaved: its round-trip time, whether it keeps silent, whether it takes
 * EDNS, and for which zones it is lame. Forgotten after a while, so that a server gets a new
 * chance.
 */
public final class ServerCache {
  /** Weights of the smoothed round-trip time and its variation (RFC 6298 §2). */
  private static final int SMOOTHING = 8;

  private static final int VARIATION = 4;

  private static final Duration UNKNOWN = Duration.ZERO;

  /**
   * A server.
   *
   * @param smoothed round-trip time; zero while unknown
   * @param variation of the round-trip time
   * @param silentSince when the first of the tries in a row that it left unanswered gave up; {@link
   *     Tick#NEVER} if it answered the last one
   * @param heldUntil until when others are preferred
   * @param takesEdns false once it answered FORMERR or NOTIMP to a query with OPT
   * @param forgottenAt when the entry loses its worth
   */
  private record Entry(
      Duration smoothed,
      Duration variation,
      Tick silentSince,
      Tick heldUntil,
      boolean takesEdns,
      Tick forgottenAt) {}

  private record Lame(Name zone, IpAddress server) {}

  private final BoundedMap<IpAddress, Entry> servers;
  private final BoundedMap<Lame, Tick> lame;
  private final Duration holdDown;
  private final Duration memory;

  /**
   * An empty cache.
   *
   * @param bound how many servers it holds
   * @param holdDown how long others are preferred to a server that kept silent
   * @param memory how long a round-trip time, a missing EDNS or lameness is remembered
   */
  public ServerCache(int bound, Duration holdDown, Duration memory) {
    this.servers = new BoundedMap<>(bound);
    this.lame = new BoundedMap<>(bound);
    this.holdDown = holdDown;
    this.memory = memory;
  }

  /** The server answered after this round-trip time. */
  public void answered(Tick now, IpAddress server, Duration roundTrip) {
    Entry last = entry(now, server);
    boolean first = last.smoothed().equals(UNKNOWN);
    Duration error = last.smoothed().minus(roundTrip).abs();
    Duration smoothed =
        first
            ? roundTrip
            : last.smoothed().plus(roundTrip.minus(last.smoothed()).dividedBy(SMOOTHING));
    Duration variation =
        first
            ? roundTrip.dividedBy(2)
            : last.variation().plus(error.minus(last.variation()).dividedBy(VARIATION));
    servers.put(
        server,
        new Entry(
            smoothed, variation, Tick.NEVER, Tick.ZERO, last.takesEdns(), last.forgottenAt()));
  }

  /** The server left a try unanswered, or there was no way to it. */
  public void keptSilent(Tick now, IpAddress server) {
    Entry last = entry(now, server);
    servers.put(
        server,
        new Entry(
            last.smoothed(),
            last.variation(),
            Tick.earlier(last.silentSince(), now),
            now.plus(holdDown),
            last.takesEdns(),
            last.forgottenAt()));
  }

  /** The server does not take EDNS (RFC 6891 §6.2.2). */
  public void refusedEdns(Tick now, IpAddress server) {
    Entry last = entry(now, server);
    servers.put(
        server,
        new Entry(
            last.smoothed(),
            last.variation(),
            last.silentSince(),
            last.heldUntil(),
            false,
            last.forgottenAt()));
  }

  /** The server is not authoritative for the zone. */
  public void isLame(Tick now, Name zone, IpAddress server) {
    lame.put(new Lame(zone, server), now.plus(memory));
  }

  /** Whether the server was found lame for the zone. */
  public boolean knownLame(Tick now, Name zone, IpAddress server) {
    return lame.get(new Lame(zone, server)).filter(until -> until.isAfter(now)).isPresent();
  }

  /** Whether others are preferred to the server, because it kept silent. */
  public boolean isHeldDown(Tick now, IpAddress server) {
    return known(now, server).filter(entry -> entry.heldUntil().isAfter(now)).isPresent();
  }

  /** Whether the server is held down and was silent before this tick already. */
  public boolean wasSilentBefore(Tick now, IpAddress server, Tick before) {
    return isHeldDown(now, server) && entry(now, server).silentSince().isBefore(before);
  }

  /** Whether queries to the server carry OPT. */
  public boolean takesEdns(Tick now, IpAddress server) {
    return known(now, server).map(Entry::takesEdns).orElse(true);
  }

  /** The smoothed round-trip time; zero while unknown, so that every server is tried once. */
  public Duration roundTrip(Tick now, IpAddress server) {
    return known(now, server).map(Entry::smoothed).orElse(UNKNOWN);
  }

  /**
   * How long a first try waits for the server (RFC 6298 §2): {@code longest} while the server is
   * unknown, later what its round-trip times suggest, within a quarter of that and all of it.
   */
  public Duration patience(Tick now, IpAddress server, Duration longest) {
    Entry entry = entry(now, server);
    if (entry.smoothed().equals(UNKNOWN)) {
      return longest;
    }
    Duration expected = entry.smoothed().plus(entry.variation().multipliedBy(VARIATION));
    Duration shortest = longest.dividedBy(VARIATION);
    if (expected.compareTo(shortest) < 0) {
      return shortest;
    }
    return expected.compareTo(longest) < 0 ? expected : longest;
  }

  /** How many servers there are. */
  public int size() {
    return servers.size();
  }

  private Optional<Entry> known(Tick now, IpAddress server) {
    return servers.get(server).filter(entry -> entry.forgottenAt().isAfter(now));
  }

  private Entry entry(Tick now, IpAddress server) {
    return known(now, server)
        .orElseGet(
            () -> new Entry(UNKNOWN, UNKNOWN, Tick.NEVER, Tick.ZERO, true, now.plus(memory)));
  }
}
