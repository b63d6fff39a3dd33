package io.outagelab.resolver;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.TimeScale;
import java.time.Duration;
import java.util.SortedMap;

/**
 * How a resolver behaves, above all when name servers don't answer. Each knob is one to compare
 * under the same outage.
 *
 * <p>The kinds of duration: caps and timers of caches are world durations, which {@link #scaled}
 * divides; {@code staleClientTimeout}, {@code queryTimeout} and {@code resolutionDeadline} are wire
 * transactions and stay as they are.
 *
 * @param maxTtl the longest TTL that is believed (RFC 8767 §4 recommends 7 days)
 * @param maxNegativeTtl the longest that a denial is believed (RFC 2308 §5 says 1 to 3 hours)
 * @param failureTtl how long a resolution failure is kept (RFC 9520 §3.2: 1 s to 5 min); 0 for no
 *     failure cache
 * @param failureTtlMax how long a failure that repeats is kept at most: it is kept twice as long
 *     each time (RFC 9520 §3.2); no back-off if it is {@code failureTtl}
 * @param serveStale whether expired data is given out when it cannot be refreshed (RFC 8767)
 * @param staleAnswerTtl the TTL of stale data in an answer (RFC 8767 §4)
 * @param maxStale how long after its expiry data may still be given out (RFC 8767 §5)
 * @param staleClientTimeout how long a client waits before it gets stale data (RFC 8767 §5)
 * @param queryTimeout how long the first try to a server of unknown speed waits; a known one by its
 *     round-trip times, a quarter of this at least; each further try twice as long
 * @param attemptsPerServer how often one server is sent a query over one transport before it is
 *     deemed unresponsive: 1 to 3 (RFC 9520 §3.1)
 * @param resolutionDeadline how long a resolution may take in all
 * @param serverHoldDown how long others are preferred to a server that kept silent
 * @param serverMemory how long round-trip times and lameness are remembered
 * @param refreshesDelegation whether the parent is asked for the delegation anew, once per
 *     resolution, when all servers of a zone keep silent (RFC 8767 §5)
 * @param joinsIdentical whether a question that is being resolved already waits for that resolution
 *     (RFC 9520 §2.3)
 * @param maxQueriesPerResolution how many queries one client's question may cost, those for the
 *     addresses of name servers included
 * @param maxCnames how many aliases are followed
 * @param maxCacheEntries how many entries each cache holds
 * @param maxClients how many questions may wait at once; those above are dropped
 * @param maxResolutions how many resolutions may run at once; questions above are dropped
 */
public record ResolverPolicy(
    Duration maxTtl,
    Duration maxNegativeTtl,
    Duration failureTtl,
    Duration failureTtlMax,
    boolean serveStale,
    Duration staleAnswerTtl,
    Duration maxStale,
    Duration staleClientTimeout,
    Duration queryTimeout,
    int attemptsPerServer,
    Duration resolutionDeadline,
    Duration serverHoldDown,
    Duration serverMemory,
    boolean refreshesDelegation,
    boolean joinsIdentical,
    int maxQueriesPerResolution,
    int maxCnames,
    int maxCacheEntries,
    int maxClients,
    int maxResolutions) {
  /** No query is sent to a server more often than this over one transport (RFC 9520 §3.1). */
  public static final int MAX_ATTEMPTS = 3;

  /** No failure is kept longer than this (RFC 9520 §3.2). */
  public static final Duration MAX_FAILURE_TTL = Duration.ofMinutes(5);

  /** More parallel resolutions could run short of source ports. */
  private static final int MAX_PARALLEL = 30_000;

  private static final int MANY = 10_000_000;

  /** Rejects what a resolver cannot or must not do. */
  public ResolverPolicy {
    requirePositive("max-ttl", maxTtl);
    requirePositive("max-negative-ttl", maxNegativeTtl);
    requireNotNegative("failure-ttl", failureTtl);
    require(
        failureTtl.compareTo(failureTtlMax) <= 0 && failureTtlMax.compareTo(MAX_FAILURE_TTL) <= 0,
        "failure-ttl-max",
        failureTtlMax,
        "from failure-ttl (" + failureTtl + ") to " + MAX_FAILURE_TTL + " (RFC 9520 §3.2)");
    requirePositive("stale-answer-ttl", staleAnswerTtl);
    requireNotNegative("max-stale", maxStale);
    requireNotNegative("stale-client-timeout", staleClientTimeout);
    requirePositive("query-timeout", queryTimeout);
    requireRange("attempts-per-server", attemptsPerServer, MAX_ATTEMPTS);
    requirePositive("resolution-deadline", resolutionDeadline);
    requireNotNegative("server-hold-down", serverHoldDown);
    requirePositive("server-memory", serverMemory);
    requireRange("max-queries-per-resolution", maxQueriesPerResolution, MANY);
    requireRange("max-cnames", maxCnames, MANY);
    requireRange("max-cache-entries", maxCacheEntries, MANY);
    requireRange("max-clients", maxClients, MANY);
    requireRange("max-resolutions", maxResolutions, MAX_PARALLEL);
  }

  /** What a careful operator would run: joins, a failure cache, no stale answers. */
  public static ResolverPolicy defaults() {
    return new ResolverPolicy(
        Duration.ofDays(7),
        Duration.ofHours(3),
        Duration.ofSeconds(5),
        Duration.ofSeconds(5),
        false,
        Duration.ofSeconds(30),
        Duration.ofDays(1),
        Duration.ofMillis(1800),
        Duration.ofMillis(800),
        2,
        Duration.ofSeconds(6),
        Duration.ofSeconds(30),
        Duration.ofMinutes(15),
        true,
        true,
        100,
        12,
        100_000,
        10_000,
        5_000);
  }

  /**
   * This policy with some knobs set otherwise, by their names in kebab case, such as {@code
   * failure-ttl: 30s}, in world time. A {@code failure-ttl} above {@code failure-ttl-max} raises
   * that with it unless it is set too.
   *
   * @throws LabConfigurationException if there is no such knob or it does not take that value
   */
  public ResolverPolicy with(SortedMap<String, String> knobs) {
    return PolicyKnobs.apply(this, knobs);
  }

  /** This policy where the world runs faster: its world durations divided. */
  public ResolverPolicy scaled(TimeScale scale) {
    return new ResolverPolicy(
        scale.scaled(maxTtl),
        scale.scaled(maxNegativeTtl),
        scale.scaled(failureTtl),
        scale.scaled(failureTtlMax),
        serveStale,
        scale.scaled(staleAnswerTtl),
        scale.scaled(maxStale),
        staleClientTimeout,
        queryTimeout,
        attemptsPerServer,
        resolutionDeadline,
        scale.scaled(serverHoldDown),
        scale.scaled(serverMemory),
        refreshesDelegation,
        joinsIdentical,
        maxQueriesPerResolution,
        maxCnames,
        maxCacheEntries,
        maxClients,
        maxResolutions);
  }

  private static void requirePositive(String knob, Duration value) {
    require(value.isPositive(), knob, value, "longer than 0");
  }

  private static void requireNotNegative(String knob, Duration value) {
    require(!value.isNegative(), knob, value, "0 or longer");
  }

  private static void requireRange(String knob, int value, int max) {
    require(value >= 1 && value <= max, knob, value, "1 to " + max);
  }

  private static void require(boolean holds, String knob, Object value, String allowed) {
    if (!holds) {
      throw new LabConfigurationException(
          "resolver policy: %s is %s, allowed is %s".formatted(knob, value, allowed));
    }
  }
}
