package io.outagelab.core.dns;

import io.outagelab.core.net.Endpoint;
import java.time.Duration;
import java.util.List;

/**
 * How a stub resolver asks.
 *
 * @param servers the recursive resolvers, in order of preference; at least one
 * @param timeout how long one attempt waits
 * @param attempts how many times each server is asked before the stub gives up; at least 1
 * @param caches whether answers are kept for their TTL
 */
public record StubPolicy(List<Endpoint> servers, Duration timeout, int attempts, boolean caches) {
  /** Keeps its own copy; rejects what could never work. */
  public StubPolicy {
    servers = List.copyOf(servers);
    if (servers.isEmpty() || attempts < 1 || timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          "a stub has a server, an attempt and a positive time-out: %s, %d, %s"
              .formatted(servers, attempts, timeout));
    }
  }
}
