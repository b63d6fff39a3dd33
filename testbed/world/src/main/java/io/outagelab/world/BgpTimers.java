package io.outagelab.world;

import java.time.Duration;

/**
 * The timers of every router. All are wire transactions: real time, never compressed.
 *
 * @param holdTime RFC 4271 §4.2
 * @param keepalive RFC 4271 §4.4
 * @param ebgpAdvertisementInterval MinRouteAdvertisementInterval to eBGP peers (RFC 4271 §9.2.1.1)
 * @param ibgpAdvertisementInterval the same to iBGP peers
 * @param spfDelay how long a router waits after a link-state change before it computes paths
 * @param applyDelay how long a router takes to apply a configuration change
 */
public record BgpTimers(
    Duration holdTime,
    Duration keepalive,
    Duration ebgpAdvertisementInterval,
    Duration ibgpAdvertisementInterval,
    Duration spfDelay,
    Duration applyDelay) {
  /** What holds where the file is silent. */
  public static final BgpTimers DEFAULT =
      new BgpTimers(
          Duration.ofSeconds(90),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ZERO,
          Duration.ofMillis(50),
          Duration.ofSeconds(2));
}
