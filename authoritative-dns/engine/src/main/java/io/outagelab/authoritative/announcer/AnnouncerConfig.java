package io.outagelab.authoritative.announcer;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.net.Prefix;
import java.time.Duration;
import java.util.List;

/**
 * The health rule of one name-server site and what hangs on it.
 *
 * @param service the name-server service
 * @param site the site this announcer speaks for
 * @param prefixes the anycast prefixes, announced and withdrawn together
 * @param targets the data centres whose answers count; one is enough
 * @param interval from one round of probes to the next
 * @param timeout how long a round waits for an answer; never longer than the interval
 * @param failures after how many failed rounds in a row the site is unhealthy
 * @param recoveries after how many good rounds in a row it is healthy again
 * @param holdDown how long the site must have been healthy before it announces again
 * @param spread the longest that an unhealthy site waits before it withdraws
 * @param whenUnhealthy whether it withdraws at all
 */
public record AnnouncerConfig(
    String service,
    String site,
    List<Prefix> prefixes,
    List<Target> targets,
    Duration interval,
    Duration timeout,
    int failures,
    int recoveries,
    Duration holdDown,
    Duration spread,
    WhenUnhealthy whenUnhealthy) {

  /** Rejects a rule that can never decide anything. */
  public AnnouncerConfig {
    prefixes = List.copyOf(prefixes);
    targets = List.copyOf(targets);
    String where = "health rule of %s at %s: ".formatted(service, site);
    require(!prefixes.isEmpty(), where + "at least one prefix to announce is needed");
    require(!targets.isEmpty(), where + "at least one target to probe is needed");
    require(interval.isPositive(), where + "interval is longer than 0, not " + interval);
    require(timeout.isPositive(), where + "timeout is longer than 0, not " + timeout);
    require(failures >= 1, where + "failures is at least 1, not " + failures);
    require(recoveries >= 1, where + "recoveries is at least 1, not " + recoveries);
    require(!holdDown.isNegative(), where + "hold-down is 0 or longer, not " + holdDown);
    require(!spread.isNegative(), where + "spread is 0 or longer, not " + spread);
  }

  private static void require(boolean condition, String problem) {
    if (!condition) {
      throw new LabConfigurationException(problem);
    }
  }

  /** How long a round really waits: at most until the next one starts. */
  public Duration roundTimeout() {
    return timeout.compareTo(interval) < 0 ? timeout : interval;
  }
}
