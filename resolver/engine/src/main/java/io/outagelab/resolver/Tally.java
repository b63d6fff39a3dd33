package io.outagelab.resolver;

import io.outagelab.resolver.ResolverEvent.ResolverLoad;
import java.util.EnumMap;
import java.util.Map;

/** Counts, in all and for the interval that is being reported. */
final class Tally {
  /** What is counted. */
  enum Count {
    RECEIVED,
    HITS,
    SERVFAIL,
    REJECTED,
    DROPPED,
    SENT,
    REPLIES,
    TIMEOUTS,
    IGNORED
  }

  private final Map<Count, Long> totals = new EnumMap<>(Count.class);
  private Map<Count, Long> reported = new EnumMap<>(Count.class);

  /** One more. */
  void add(Count count) {
    totals.merge(count, 1L, Long::sum);
  }

  /** In all. */
  long total(Count count) {
    return totals.getOrDefault(count, 0L);
  }

  /** Whether there was traffic since the last report. */
  boolean hasNews() {
    return since(Count.RECEIVED) + since(Count.SENT) + since(Count.SERVFAIL) > 0;
  }

  /** The load since the last report. */
  ResolverLoad report(String resolver) {
    ResolverLoad load =
        new ResolverLoad(
            resolver,
            since(Count.RECEIVED),
            since(Count.HITS),
            since(Count.SENT),
            since(Count.SERVFAIL),
            since(Count.IGNORED));
    reported = new EnumMap<>(totals);
    return load;
  }

  /** All totals. */
  Counters counters() {
    return new Counters(
        total(Count.RECEIVED),
        total(Count.HITS),
        total(Count.SERVFAIL),
        total(Count.REJECTED),
        total(Count.DROPPED),
        total(Count.SENT),
        total(Count.REPLIES),
        total(Count.TIMEOUTS),
        total(Count.IGNORED));
  }

  private long since(Count count) {
    return total(count) - reported.getOrDefault(count, 0L);
  }
}
