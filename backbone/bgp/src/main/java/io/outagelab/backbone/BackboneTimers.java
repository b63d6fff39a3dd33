package io.outagelab.backbone;

import io.outagelab.core.LabConfigurationException;
import java.time.Duration;

/**
 * The pace of every router: wire transactions, never compressed.
 *
 * @param holdTime BGP hold time (RFC 4271 §4.2)
 * @param keepalive the longest time between KEEPALIVEs
 * @param ebgpAdvertisementInterval MinRouteAdvertisementInterval between autonomous systems
 * @param ibgpAdvertisementInterval the same within one
 * @param connectRetry how long a speaker waits before it tries to connect again
 * @param lspDelay how long a router collects changes of its adjacencies before it tells of them
 * @param spfDelay how long it collects changes of the link-state database before it computes paths
 * @param applyDelay how long its configuration agent takes to apply a change
 */
public record BackboneTimers(
    Duration holdTime,
    Duration keepalive,
    Duration ebgpAdvertisementInterval,
    Duration ibgpAdvertisementInterval,
    Duration connectRetry,
    Duration lspDelay,
    Duration spfDelay,
    Duration applyDelay) {
  /** What routers do unless told otherwise. */
  public static final BackboneTimers DEFAULTS =
      new BackboneTimers(
          Duration.ofSeconds(90),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ZERO,
          Duration.ofSeconds(5),
          Duration.ofMillis(10),
          Duration.ofMillis(50),
          Duration.ofSeconds(2));

  /** Rejects negative delays; what BGP allows is checked by its speaker. */
  public BackboneTimers {
    requireNotNegative("lsp-delay", lspDelay);
    requireNotNegative("spf-delay", spfDelay);
    requireNotNegative("apply-delay", applyDelay);
  }

  private static void requireNotNegative(String what, Duration delay) {
    if (delay.isNegative()) {
      throw new LabConfigurationException(
          "backbone timers: %s is 0s or longer, not %s".formatted(what, delay));
    }
  }
}
