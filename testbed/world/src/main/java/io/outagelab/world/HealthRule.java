package io.outagelab.world;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * When a name-server site counts as unhealthy, and what it does then. It is unhealthy once fewer of
 * its targets than the quorum were well {@code failures} rounds in a row.
 *
 * @param targets it checks every site of this kind
 * @param interval from one round of checks to the next; world time
 * @param timeout how long a check waits for its answer; real time
 * @param failures how many rounds in a row must fail
 * @param recoveries how many rounds in a row must succeed before it is healthy again
 * @param holdDown how long it must have been healthy before it announces again; world time
 * @param spread sites act up to so much later than the rule says, each by its own share; world time
 * @param quorum how many targets must be well for a round to be good
 * @param whenBlind what a round counts as in which no target answers at all
 * @param whenUnhealthy what it does with its routes
 * @param keepLast how many other sites must promise to stay before one withdraws; 0: none
 * @param deadMan after how long without word from a site's announcer its routers retract its
 *     prefixes by themselves; world time
 */
public record HealthRule(
    SiteKind targets,
    Duration interval,
    Duration timeout,
    int failures,
    int recoveries,
    Duration holdDown,
    Duration spread,
    Quorum quorum,
    WhenBlind whenBlind,
    WhenUnhealthy whenUnhealthy,
    int keepLast,
    Optional<Duration> deadMan) {

  /** What a round counts as in which no target answers at all. */
  public enum WhenBlind {
    /** As failed. */
    FAIL_CLOSED,
    /** As nothing: the site stays as it is. */
    FAIL_STATIC
  }

  /** What an unhealthy site does with its routes. */
  public enum WhenUnhealthy {
    /** Stops announcing them. */
    WITHDRAW,
    /** Goes on announcing them, but as the last choice. */
    DEPREFERENCE,
    /** Goes on announcing them: it watches, and does nothing. */
    KEEP;

    /** The choice as files spell it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
