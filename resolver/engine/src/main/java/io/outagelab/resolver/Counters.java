package io.outagelab.resolver;

/**
 * What a resolver has done since it started.
 *
 * @param received well-formed questions from clients
 * @param hits of them, answered from the cache
 * @param servfail answers with the rcode SERVFAIL
 * @param rejected messages from clients answered with FORMERR, NOTIMP, BADVERS or REFUSED
 * @param dropped questions left unanswered because too much was going on
 * @param sent queries to name servers
 * @param replies replies that matched a query
 * @param timeouts queries that no reply came to
 * @param ignored messages that made no sense or matched no query
 */
public record Counters(
    long received,
    long hits,
    long servfail,
    long rejected,
    long dropped,
    long sent,
    long replies,
    long timeouts,
    long ignored) {}
