package io.outagelab.authoritative.announcer;

import java.time.Duration;
import java.util.Optional;

/**
 * The knobs of a health rule that choose what it does.
 *
 * @param quorum how many data centres must be well for a round to be good
 * @param whenBlind what a round without any answer counts as
 * @param whenUnhealthy what becomes of the routes of an unhealthy site
 * @param keepLast how many other sites must be known to stay before one withdraws; 0: none
 * @param deadMan after how long without word from the announcer the site's routers retract its
 *     prefixes by themselves; empty: never
 */
public record HealthPolicy(
    int quorum,
    WhenBlind whenBlind,
    WhenUnhealthy whenUnhealthy,
    int keepLast,
    Optional<Duration> deadMan) {

  /** One data centre is enough, silence is a bad sign, and whoever is unhealthy withdraws. */
  public static final HealthPolicy DEFAULT =
      new HealthPolicy(1, WhenBlind.FAIL_CLOSED, WhenUnhealthy.WITHDRAW, 0, Optional.empty());

  /** The same with another quorum. */
  public HealthPolicy withQuorum(int wanted) {
    return new HealthPolicy(wanted, whenBlind, whenUnhealthy, keepLast, deadMan);
  }

  /** The same with another view of silence. */
  public HealthPolicy with(WhenBlind wanted) {
    return new HealthPolicy(quorum, wanted, whenUnhealthy, keepLast, deadMan);
  }

  /** The same with another consequence. */
  public HealthPolicy with(WhenUnhealthy wanted) {
    return new HealthPolicy(quorum, whenBlind, wanted, keepLast, deadMan);
  }

  /** The same with so many sites to keep. */
  public HealthPolicy withKeepLast(int wanted) {
    return new HealthPolicy(quorum, whenBlind, whenUnhealthy, wanted, deadMan);
  }

  /** The same with a dead-man timer. */
  public HealthPolicy withDeadMan(Duration wanted) {
    return new HealthPolicy(quorum, whenBlind, whenUnhealthy, keepLast, Optional.of(wanted));
  }
}
