package io.outagelab.world;

import java.time.Duration;

/**
 * A resolver's policy. Caches live in world time; what is exchanged with servers in real time.
 *
 * @param maxTtl the longest that anything is cached; world time
 * @param maxNegativeTtl the longest that a negative answer is cached (RFC 2308 §5); world time
 * @param failureTtl how long a failure is cached (RFC 9520 §3.2); 0 switches that cache off; world
 *     time
 * @param serveStale whether expired data answers when no server does (RFC 8767)
 * @param staleAnswerTtl the TTL of a stale answer (RFC 8767 §4); world time
 * @param maxStale how long after its expiry data may still be served; world time
 * @param queryTimeout how long it waits for a server's answer; real time
 * @param attemptsPerServer how often it sends a query to one address (RFC 9520 §3.1: 3 at most)
 * @param resolutionDeadline when it gives up on a client's question; real time
 * @param serverHoldDown how long a dead server is not asked first; world time
 * @param joinsIdentical whether identical questions in flight share one resolution (RFC 9520 §2.3)
 * @param maxQueriesPerResolution how many queries one client question may cost
 * @param maxCname how long a chain of CNAMEs it follows
 */
public record ResolverKnobs(
    Duration maxTtl,
    Duration maxNegativeTtl,
    Duration failureTtl,
    boolean serveStale,
    Duration staleAnswerTtl,
    Duration maxStale,
    Duration queryTimeout,
    int attemptsPerServer,
    Duration resolutionDeadline,
    Duration serverHoldDown,
    boolean joinsIdentical,
    int maxQueriesPerResolution,
    int maxCname) {

  /** What a resolver does that the file says nothing about. */
  public static final ResolverKnobs DEFAULT =
      new ResolverKnobs(
          Duration.ofDays(7),
          Duration.ofHours(3),
          Duration.ofSeconds(5),
          false,
          Duration.ofSeconds(30),
          Duration.ofDays(1),
          Duration.ofMillis(800),
          2,
          Duration.ofSeconds(6),
          Duration.ofSeconds(30),
          true,
          100,
          12);
}
