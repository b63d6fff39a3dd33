package io.outagelab.resolver.cache;

import io.outagelab.core.Tick;
import io.outagelab.core.dns.RRset;
import io.outagelab.core.net.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * RRsets by owner name and type, each until its TTL runs out, and as stale data for a while more.
 */
public final class RRsetCache {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private record Key(Name owner, int type) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key that && type == that.type && owner.equals(that.owner);
    }

    @Override
    public int hashCode() {
      return 31 * owner.hashCode() + type;
    }
  }

  /** The addresses are worked out once: servers' are asked for at every step of a resolution. */
  private record Entry(
      RRset set, List<IpAddress> addresses, Credibility credibility, Tick expires) {
    boolean isFresh(Tick now) {
      return expires.isAfter(now);
    }
  }

  /**
   * What was found.
   *
   * @param stored as it was cached, with the TTL of then
   * @param addresses the addresses in it, if it is of type A or AAAA
   * @param ttl what is left of it in seconds; 0 if it is stale
   * @param credibility how far it may be believed
   * @param stale whether its TTL has run out
   */
  public record Found(
      RRset stored, List<IpAddress> addresses, long ttl, Credibility credibility, boolean stale) {
    /** The set with the TTL that is left. */
    public RRset set() {
      return stored.withTtl(ttl);
    }
  }

  private final BoundedMap<Key, Entry> entries;
  private final Duration maxStale;

  /**
   * An empty cache.
   *
   * @param bound how many RRsets it holds
   * @param maxStale how long an expired RRset is still found as stale; zero for not at all
   */
  public RRsetCache(int bound, Duration maxStale) {
    this.entries = new BoundedMap<>(bound);
    this.maxStale = maxStale;
  }

  /**
   * Remembers an RRset, unless something more credible is there (RFC 2181 §5.4.1).
   *
   * <p>An NS RRset is not renewed by one of the same credibility: a delegation lives no longer than
   * its parent said, however often the child repeats it (the ghost domain problem).
   */
  public void put(Tick now, RRset set, Credibility credibility) {
    if (set.ttl() == 0) {
      return;
    }
    Key key = new Key(set.owner(), set.type());
    Optional<Entry> known = entries.get(key).filter(entry -> entry.isFresh(now));
    if (known.isPresent()) {
      int order = credibility.compareTo(known.get().credibility());
      if (order < 0 || (order == 0 && set.type() == Type.NS)) {
        return;
      }
    }
    entries.put(
        key, new Entry(set, set.addresses(), credibility, now.plus(Duration.ofSeconds(set.ttl()))));
  }

  /** Remembers an RRset whatever is there: what was known has proved useless. */
  public void replace(Tick now, RRset set, Credibility credibility) {
    entries.remove(new Key(set.owner(), set.type()));
    put(now, set, credibility);
  }

  /** Forgets the RRset: it was found not to exist. */
  public void forget(Name owner, int type) {
    entries.remove(new Key(owner, type));
  }

  /** The RRset, if its TTL has not run out, with what is left of it. */
  public Optional<Found> fresh(Tick now, Name owner, int type) {
    return find(now, owner, type).filter(found -> !found.stale());
  }

  /** The RRset, fresh or stale. */
  public Optional<Found> find(Tick now, Name owner, int type) {
    Key key = new Key(owner, type);
    Optional<Entry> known = entries.get(key);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    Entry entry = known.get();
    if (entry.isFresh(now)) {
      long left = secondsUntil(now, entry.expires());
      return Optional.of(
          new Found(entry.set(), entry.addresses(), left, entry.credibility(), false));
    }
    if (entry.expires().plus(maxStale).isAfter(now)) {
      return Optional.of(new Found(entry.set(), entry.addresses(), 0, entry.credibility(), true));
    }
    entries.remove(key);
    return Optional.empty();
  }

  /** Forgets every RRset at this name and below it. */
  public void flush(Name name) {
    entries.removeIf(key -> key.owner().subdomain(name));
  }

  /** How many RRsets there are. */
  public int size() {
    return entries.size();
  }

  /** Whole seconds until {@code expires}, rounded up: 1 at least while the data lives. */
  static long secondsUntil(Tick now, Tick expires) {
    return (expires.nanos() - now.nanos() + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND;
  }
}
