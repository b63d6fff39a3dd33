package io.outagelab.resolver.cache;

import io.outagelab.core.Tick;
import io.outagelab.core.dns.RRset;
import java.time.Duration;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * Names that do not exist and types that names do not have, each for as long as the zone's SOA says
 * (RFC 2308 §5), and as stale data for a while more.
 */
public final class NegativeCache {
  /** NXDOMAIN is kept under the type ANY: it denies all of them (RFC 2308 §5). */
  private record Key(Name name, int type) {}

  private record Entry(RRset soa, Tick expires) {}

  /**
   * What was found.
   *
   * @param nameError whether the whole name is denied (NXDOMAIN), not just the type (NODATA)
   * @param soa the SOA RRset with the negative TTL that is left; a stale one has the TTL 0
   * @param stale whether the negative TTL has run out
   */
  public record Found(boolean nameError, RRset soa, boolean stale) {}

  private final BoundedMap<Key, Entry> entries;
  private final Duration maxTtl;
  private final Duration maxStale;

  /**
   * An empty cache.
   *
   * @param bound how many denials it holds
   * @param maxTtl the longest that a denial is believed (RFC 2308 §5)
   * @param maxStale how long an expired denial is still found as stale; zero for not at all
   */
  public NegativeCache(int bound, Duration maxTtl, Duration maxStale) {
    this.entries = new BoundedMap<>(bound);
    this.maxTtl = maxTtl;
    this.maxStale = maxStale;
  }

  /** Remembers that the name has no such type. */
  public void putNoData(Tick now, Name name, int type, RRset soa) {
    put(now, new Key(name, type), soa);
  }

  /** Remembers that the name does not exist. */
  public void putNameError(Tick now, Name name, RRset soa) {
    put(now, new Key(name, Type.ANY), soa);
  }

  /** The negative TTL: the least of the SOA's own TTL, its MINIMUM and the cap (RFC 2308 §5). */
  public Duration ttl(RRset soa) {
    long seconds = soa.ttl();
    if (soa.records().getFirst() instanceof SOARecord record) {
      seconds = Math.min(seconds, record.getMinimum());
    }
    Duration ttl = Duration.ofSeconds(seconds);
    return ttl.compareTo(maxTtl) < 0 ? ttl : maxTtl;
  }

  /**
   * The denial of a name and type. The denial of a name covers every name below it (RFC 8020 §2).
   *
   * @param stale whether a stale denial will do
   */
  public Optional<Found> find(Tick now, Name name, int type, boolean stale) {
    Optional<Found> noData = find(now, new Key(name, type), stale);
    if (noData.isPresent()) {
      return noData;
    }
    for (int labels = 0; labels < name.labels() - 1; labels++) {
      Optional<Found> denied = find(now, new Key(new Name(name, labels), Type.ANY), stale);
      if (denied.isPresent()) {
        return denied;
      }
    }
    return Optional.empty();
  }

  /** Forgets every denial of this name and of names below it. */
  public void flush(Name name) {
    entries.removeIf(key -> key.name().subdomain(name));
  }

  /** How many denials there are. */
  public int size() {
    return entries.size();
  }

  private void put(Tick now, Key key, RRset soa) {
    Duration ttl = ttl(soa);
    if (!ttl.isZero()) {
      entries.put(key, new Entry(soa, now.plus(ttl)));
    }
  }

  private Optional<Found> find(Tick now, Key key, boolean stale) {
    Optional<Entry> known = entries.get(key);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    boolean nameError = key.type() == Type.ANY;
    Entry entry = known.get();
    if (entry.expires().isAfter(now)) {
      long left = RRsetCache.secondsUntil(now, entry.expires());
      return Optional.of(new Found(nameError, entry.soa().withTtl(left), false));
    }
    if (entry.expires().plus(maxStale).isAfter(now)) {
      return stale
          ? Optional.of(new Found(nameError, entry.soa().withTtl(0), true))
          : Optional.empty();
    }
    entries.remove(key);
    return Optional.empty();
  }
}
