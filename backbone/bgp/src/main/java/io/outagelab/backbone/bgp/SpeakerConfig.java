package io.outagelab.backbone.bgp;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.net.IpAddress;
import java.time.Duration;

/**
 * How one speaker is configured.
 *
 * @param name the router's name, unique in the world
 * @param as the router's autonomous system number, 1 to 4294967295
 * @param routerId the BGP Identifier (RFC 6286), an IPv4 address
 * @param holdTime offered in OPEN; whole seconds, 0 (no hold timer) or 3 to 65535
 * @param keepalive the longest time between KEEPALIVEs; a third of the negotiated hold time if that
 *     is shorter
 * @param ebgpAdvertisementInterval MinRouteAdvertisementInterval towards external peers (RFC 4271
 *     §9.2.1.1); 0 turns it off
 * @param ibgpAdvertisementInterval the same towards internal peers
 * @param connectRetry how long an active side waits before it tries to connect again
 */
public record SpeakerConfig(
    String name,
    long as,
    IpAddress routerId,
    Duration holdTime,
    Duration keepalive,
    Duration ebgpAdvertisementInterval,
    Duration ibgpAdvertisementInterval,
    Duration connectRetry) {
  private static final long MAX_HOLD_SECONDS = 65_535;

  /** Rejects what no OPEN could carry. */
  public SpeakerConfig {
    PeerConfig.requireAs(name, as);
    if (routerId.isIpv6() || routerId.low() == 0) {
      throw new LabConfigurationException(
          "router %s: a router id is an IPv4 address other than 0.0.0.0, not %s"
              .formatted(name, routerId));
    }
    long seconds = holdTime.toSeconds();
    if (seconds != 0 && (seconds < Message.Open.MIN_HOLD_SECONDS || seconds > MAX_HOLD_SECONDS)) {
      throw new LabConfigurationException(
          "router %s: a hold time is 0s or 3s to 65535s, not %s".formatted(name, holdTime));
    }
    requirePositive(name, "keepalive", keepalive);
    requirePositive(name, "connect retry", connectRetry);
  }

  private static void requirePositive(String name, String what, Duration found) {
    if (!found.isPositive()) {
      throw new LabConfigurationException(
          "router %s: %s is longer than 0s, not %s".formatted(name, what, found));
    }
  }
}
