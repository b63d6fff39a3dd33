package io.outagelab.apps;

import io.outagelab.core.dns.StubPolicy;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.rpc.Target;
import java.time.Duration;
import java.util.Optional;

/**
 * A client that only works while its service answers.
 *
 * @param kind what it is
 * @param name its name, the subject of its events
 * @param self where it stands in the network
 * @param target its service
 * @param resolver how it resolves the service's name; empty if the target is an address
 * @param interval how often it calls
 * @param timeout how long one call may take, lookup included
 */
public record ClientCheckConfig(
    Kind kind,
    String name,
    IpAddress self,
    Target target,
    Optional<StubPolicy> resolver,
    Duration interval,
    Duration timeout) {
  /** What a client is to the people who use it. */
  public enum Kind {
    /** A badge reader: without its service the door stays shut. */
    DOOR,
    /** An internal tool. */
    TOOL
  }

  /** Rejects what could never work. */
  public ClientCheckConfig {
    Require.positive(name, "interval", interval);
    Require.positive(name, "timeout", timeout);
    Require.that(
        resolver.isPresent() || target instanceof Target.At,
        name,
        "resolver",
        "missing",
        "given where the service is called by name");
  }
}
