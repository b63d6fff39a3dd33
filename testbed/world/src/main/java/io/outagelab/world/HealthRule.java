package io.outagelab.world;

import java.time.Duration;
import java.util.Locale;

/**
 * When a name-server site counts as unhealthy, and what it does then. It is unhealthy once none of
 * its targets answered {@code failures} rounds in a row.
 *
 * @param targets it checks every site of this kind
 * @param interval from one round of checks to the next; world time
 * @param timeout how long a check waits for its answer; real time
 * @param failures how many rounds in a row must fail
 * @param recoveries how many rounds in a row must succeed before it is healthy again
 * @param holdDown how long it must have been healthy before it announces again; world time
 * @param spread sites act up to so much later than the rule says, each by its own share; world time
 * @param whenUnhealthy what it does with its routes
 */
public record HealthRule(
    SiteKind targets,
    Duration interval,
    Duration timeout,
    int failures,
    int recoveries,
    Duration holdDown,
    Duration spread,
    WhenUnhealthy whenUnhealthy) {

  /** What an unhealthy site does with its routes. */
  public enum WhenUnhealthy {
    /** Stops announcing them. */
    WITHDRAW,
    /** Goes on announcing them, but as the last choice. */
    DEPREFERENCE,
    /** Goes on announcing them: it fails static. */
    KEEP;

    /** The choice as files spell it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
