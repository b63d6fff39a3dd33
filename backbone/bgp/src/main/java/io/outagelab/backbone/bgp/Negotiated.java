package io.outagelab.backbone.bgp;

import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.IpAddress.Family;
import java.time.Duration;
import java.util.List;

/**
 * What two OPENs agreed on.
 *
 * @param routerId the peer's BGP Identifier
 * @param holdTime the smaller of the two offers; 0 for no hold timer
 * @param keepalive how often to send a KEEPALIVE; 0 for never
 * @param families whose routes are exchanged, IPv4 first
 */
record Negotiated(
    IpAddress routerId, Duration holdTime, Duration keepalive, List<Family> families) {
  /** Before any OPEN was read. */
  static final Negotiated NOTHING =
      new Negotiated(IpAddress.ofIpv4(0), Duration.ZERO, Duration.ZERO, List.of(Family.IPV4));

  /** Keeps its own copy. */
  Negotiated {
    families = List.copyOf(families);
  }
}
