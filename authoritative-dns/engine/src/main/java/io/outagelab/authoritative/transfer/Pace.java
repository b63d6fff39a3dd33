package io.outagelab.authoritative.transfer;

import io.outagelab.authoritative.transfer.SecondaryConfig.Limits;
import io.outagelab.authoritative.zone.Zone;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long a secondary waits: by REFRESH, RETRY and EXPIRE of the SOA record it has (RFC 1035
 * §3.3.13), the first two up to a quarter less by chance. Before it has one it waits twice as long
 * after each failure.
 */
final class Pace {
  private static final Duration LONGEST_FIRST_RETRY = Duration.ofHours(1);
  private static final int JITTER_PART = 4;

  private final Limits limits;
  private final RandomGenerator random;
  private Duration firstRetry;

  Pace(Limits limits, RandomGenerator random) {
    this.limits = limits;
    this.random = random;
    this.firstRetry = limits.firstRetry();
  }

  /** Until the first question. */
  Duration start() {
    return Duration.ofNanos(random.nextLong(limits.leastInterval().toNanos()));
  }

  /** Until the next round, after one that found the zone up to date. */
  Duration refresh(Zone held) {
    firstRetry = limits.firstRetry();
    return shortened(interval(held.soaRecord().getRefresh()));
  }

  /** Until the next round, after one that failed. */
  Duration retry(Optional<Zone> held) {
    if (held.isPresent()) {
      return shortened(interval(held.get().soaRecord().getRetry()));
    }
    Duration wait = firstRetry;
    Duration doubled = firstRetry.multipliedBy(2);
    firstRetry = doubled.compareTo(LONGEST_FIRST_RETRY) < 0 ? doubled : LONGEST_FIRST_RETRY;
    return shortened(wait);
  }

  /** Until a copy that nobody confirms is too old. */
  Duration expire(Zone held) {
    return interval(held.soaRecord().getExpire());
  }

  private Duration interval(long seconds) {
    Duration told = Duration.ofSeconds(seconds);
    return told.compareTo(limits.leastInterval()) < 0 ? limits.leastInterval() : told;
  }

  private Duration shortened(Duration whole) {
    long nanos = whole.toNanos();
    return Duration.ofNanos(nanos - random.nextLong(nanos / JITTER_PART + 1));
  }
}
