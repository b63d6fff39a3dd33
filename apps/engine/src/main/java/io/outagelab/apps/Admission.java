package io.outagelab.apps;

import io.outagelab.core.Tick;
import java.util.Optional;

/**
 * Decides which requests a service has room for.
 *
 * <p><b>Capacity</b> is a token bucket of one burst. A request is admitted while there is a token
 * left, and takes as many as it has users; it may take the bucket below zero, by one burst at most,
 * so that a request that stands for a whole crowd is neither refused for its size nor shuts the
 * service for hours.
 *
 * <p><b>Cold start</b>: time is cut into windows of {@code idle-to-cold}. A window in which less
 * than 1 % of the full capacity was served leaves the service cold. From the first request that a
 * cold service serves, its capacity rises in a straight line from the cold fraction to all of it in
 * {@code warm-up}; a window with nearly nothing served in between starts that over. The lab starts
 * warm.
 */
final class Admission {
  /** Less than this share of the capacity served in a window is nearly nothing. */
  private static final double IDLE_SHARE = 0.01;

  private static final double NANOS_PER_SECOND = 1e9;

  private final Capacity capacity;
  private final Optional<ColdStart> coldStart;
  private double tokens;
  private Tick refilled = Tick.ZERO;
  private Tick windowStart = Tick.ZERO;
  private double servedInWindow;
  private boolean cold;
  private Tick warmingSince = Tick.NEVER;

  /** A full bucket of a warm service. */
  Admission(Capacity capacity, Optional<ColdStart> coldStart) {
    this.capacity = capacity;
    this.coldStart = coldStart;
    this.tokens = bucket(capacity.perSecond());
  }

  /** Whether there is room for a request of this many users now; if so it is taken. */
  boolean admits(Tick now, long users) {
    if (capacity.isUnlimited()) {
      return true;
    }
    coldStart.ifPresent(start -> review(now, start));
    refill(now);
    if (tokens <= 0) {
      return false;
    }
    tokens = Math.max(tokens - users, -bucket(rate(now)));
    servedInWindow += users;
    if (cold && warmingSince.equals(Tick.NEVER)) {
      warmingSince = now;
    }
    return true;
  }

  /** Whether the service was short of its full capacity when it was last asked for room. */
  boolean isCold() {
    return cold;
  }

  private void review(Tick now, ColdStart start) {
    long windows = now.since(windowStart).dividedBy(start.idleToCold());
    if (windows >= 1) {
      double enough =
          IDLE_SHARE * capacity.perSecond() * start.idleToCold().toNanos() / NANOS_PER_SECOND;
      if (windows >= 2 || servedInWindow < enough) {
        cold = true;
        warmingSince = Tick.NEVER;
      }
      windowStart = windowStart.plus(start.idleToCold().multipliedBy(windows));
      servedInWindow = 0;
    }
    if (cold && warmth(now, start) == 1) {
      cold = false;
      warmingSince = Tick.NEVER;
    }
  }

  private void refill(Tick now) {
    double rate = rate(now);
    double gained = rate * now.since(refilled).toNanos() / NANOS_PER_SECOND;
    tokens = Math.min(tokens + gained, bucket(rate));
    refilled = now;
  }

  /** The capacity at this time, in users' requests per second. */
  private double rate(Tick now) {
    if (!cold) {
      return capacity.perSecond();
    }
    return coldStart
        .map(start -> start.fraction() + (1 - start.fraction()) * warmth(now, start))
        .map(share -> share * capacity.perSecond())
        .orElse(capacity.perSecond());
  }

  /** How warm a service that went cold is again, from 0 to 1. */
  private double warmth(Tick now, ColdStart start) {
    if (warmingSince.equals(Tick.NEVER)) {
      return 0;
    }
    return Math.min(1, (double) now.since(warmingSince).toNanos() / start.warmUp().toNanos());
  }

  private double bucket(double rate) {
    return rate * capacity.burst().toNanos() / NANOS_PER_SECOND;
  }
}
