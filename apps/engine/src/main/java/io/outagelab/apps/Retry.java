package io.outagelab.apps;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How a client tries again: after {@code first}, then twice as long each time, up to {@code max};
 * each delay is drawn from the upper half, so that a crowd doesn't come back in step.
 *
 * @param first the longest delay before the first retry
 * @param max the longest delay before any retry
 */
public record Retry(Duration first, Duration max) {
  /** Rejects what could never work. */
  public Retry {
    Require.positive("retry", "first", first);
    Require.that(
        max.compareTo(first) >= 0, "retry", "max", max, "at least as long as first, " + first);
  }

  /** The delay before the next try, after so many failures in a row (at least 1). */
  Duration delay(int failures, RandomGenerator random) {
    double doubled = Math.scalb((double) first.toNanos(), failures - 1);
    double longest = Math.min(doubled, (double) max.toNanos());
    return Duration.ofNanos((long) (longest * (1 + random.nextDouble()) / 2));
  }
}
