package io.outagelab.resolver.cache;

import io.outagelab.core.Tick;
import io.outagelab.core.dns.Question;
import java.time.Duration;
import java.util.Optional;
import org.xbill.DNS.Name;

/**
 * Resolution failures, so that what has just failed is not asked for again at once (RFC 9520 §3.2).
 *
 * <p>There are two kinds of key. A <em>question</em> fails when its servers answer with errors or a
 * limit is hit. A <em>zone</em> fails when all its servers keep silent: then neither it nor its
 * ancestors are asked about any name in it (RFC 9520 §3.3). A failure soon after the last one is
 * kept twice as long, up to a maximum.
 */
public final class FailureCache {
  private sealed interface Key {
    Name name();

    record OfQuestion(Question question) implements Key {
      @Override
      public Name name() {
        return question.name();
      }
    }

    record OfZone(Name zone) implements Key {
      @Override
      public Name name() {
        return zone;
      }
    }
  }

  private record Entry(Tick since, Tick until, Duration ttl) {}

  private final BoundedMap<Key, Entry> entries;
  private final Duration ttl;
  private final Duration maxTtl;

  /**
   * An empty cache.
   *
   * @param bound how many failures it holds
   * @param ttl how long a first failure is kept; zero for no failure cache
   * @param maxTtl how long a repeated failure is kept at most; {@code ttl} for no back-off
   */
  public FailureCache(int bound, Duration ttl, Duration maxTtl) {
    this.entries = new BoundedMap<>(bound);
    this.ttl = ttl;
    this.maxTtl = maxTtl;
  }

  /** Remembers that the question failed. */
  public void failed(Tick now, Question question) {
    put(now, new Key.OfQuestion(question));
  }

  /** Remembers that all servers of the zone keep silent. */
  public void failed(Tick now, Name zone) {
    put(now, new Key.OfZone(zone));
  }

  /** Since when the question is failing, if it is. */
  public Optional<Tick> failingSince(Tick now, Question question) {
    return since(now, new Key.OfQuestion(question));
  }

  /** Since when the zone's servers are deemed silent, if they are. */
  public Optional<Tick> failingSince(Tick now, Name zone) {
    return since(now, new Key.OfZone(zone));
  }

  /** Forgets that the zone failed: one of its servers has spoken. */
  public void recovered(Name zone) {
    entries.remove(new Key.OfZone(zone));
  }

  /** Forgets that the question failed: it has an answer. */
  public void recovered(Question question) {
    entries.remove(new Key.OfQuestion(question));
  }

  /** Forgets every failure of questions and zones at this name and below it. */
  public void flush(Name name) {
    entries.removeIf(key -> key.name().subdomain(name));
  }

  /** How many failures there are, live or remembered for the back-off. */
  public int size() {
    return entries.size();
  }

  private void put(Tick now, Key key) {
    if (ttl.isZero()) {
      return;
    }
    Duration next =
        entries
            .get(key)
            .filter(last -> last.until().plus(maxTtl).isAfter(now))
            .map(last -> shorter(last.ttl().multipliedBy(2), maxTtl))
            .orElse(ttl);
    entries.put(key, new Entry(now, now.plus(next), next));
  }

  private Optional<Tick> since(Tick now, Key key) {
    return entries.get(key).filter(entry -> entry.until().isAfter(now)).map(Entry::since);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
