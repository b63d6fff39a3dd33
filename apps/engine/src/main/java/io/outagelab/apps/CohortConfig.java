package io.outagelab.apps;

import io.outagelab.core.dns.StubPolicy;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.rpc.Target;
import java.time.Duration;

/**
 * A part of the crowd: users of one app behind one resolver, all with the same habits.
 *
 * @param name the cohort, the subject of its reports
 * @param app the app they use
 * @param resolver the name of the resolver they use
 * @param self where they stand in the network
 * @param target the app's front end
 * @param stub how each client resolves
 * @param users how many there are
 * @param samples how many clients are simulated; each stands for its share of the users
 * @param thinkTime the mean time between a success and the next request
 * @param timeout how long a client waits for an answer, lookup included
 * @param slow a success that took longer counts as slow, as a degraded one does
 * @param retry how clients try again after a failure
 * @param reportInterval how often the cohort reports
 * @param reportWorldInterval what one report interval is in world time: the scale of user-minutes
 */
public record CohortConfig(
    String name,
    String app,
    String resolver,
    IpAddress self,
    Target target,
    StubPolicy stub,
    long users,
    int samples,
    Duration thinkTime,
    Duration timeout,
    Duration slow,
    Retry retry,
    Duration reportInterval,
    Duration reportWorldInterval) {
  /** Rejects what could never work. */
  public CohortConfig {
    String where = "cohort " + name;
    Require.atLeastOne(where, "samples", samples);
    Require.that(
        users >= samples, where, "users", users, "at least as many as samples, " + samples);
    Require.positive(where, "think-time", thinkTime);
    Require.positive(where, "timeout", timeout);
    Require.positive(where, "slow", slow);
    Require.positive(where, "report-interval", reportInterval);
    Require.positive(where, "report-world-interval", reportWorldInterval);
  }

  /** How many users one simulated client stands for. */
  double usersPerSample() {
    return (double) users / samples;
  }
}
