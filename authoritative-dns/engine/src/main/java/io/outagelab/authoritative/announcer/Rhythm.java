package io.outagelab.authoritative.announcer;

import io.outagelab.core.LabConfigurationException;
import java.time.Duration;

/**
 * The times and counts of a health rule.
 *
 * @param interval from one round of probes to the next
 * @param timeout how long a round waits for answers; never longer than the interval
 * @param failures after how many failed rounds in a row the site is unhealthy
 * @param recoveries after how many good rounds in a row it is healthy again
 * @param holdDown how long the site must have been healthy before it announces again
 * @param spread the longest that an unhealthy site waits before it acts
 */
public record Rhythm(
    Duration interval,
    Duration timeout,
    int failures,
    int recoveries,
    Duration holdDown,
    Duration spread) {

  /** Rejects a rhythm in which nothing could ever be decided. */
  public Rhythm {
    require(interval.isPositive(), "interval is longer than 0, not " + interval);
    require(timeout.isPositive(), "timeout is longer than 0, not " + timeout);
    require(failures >= 1, "failures is at least 1, not " + failures);
    require(recoveries >= 1, "recoveries is at least 1, not " + recoveries);
    require(!holdDown.isNegative(), "hold-down is 0 or longer, not " + holdDown);
    require(!spread.isNegative(), "spread is 0 or longer, not " + spread);
  }

  private static void require(boolean condition, String problem) {
    if (!condition) {
      throw new LabConfigurationException("health rule: " + problem);
    }
  }

  /** How long a round really waits: at most until the next one starts. */
  public Duration roundTimeout() {
    return timeout.compareTo(interval) < 0 ? timeout : interval;
  }
}
