package io.outagelab.backbone.bgp;

import io.outagelab.core.net.IpAddress.Family;
import java.util.Optional;

/** Address family numbers as multiprotocol BGP uses them (RFC 4760). */
final class AddressFamilies {
  /** The Subsequent Address Family Identifier of unicast forwarding. */
  static final int UNICAST = 1;

  private static final int AFI_IPV4 = 1;
  private static final int AFI_IPV6 = 2;

  private AddressFamilies() {}

  /** The Address Family Identifier of a family. */
  static int afi(Family family) {
    return switch (family) {
      case IPV4 -> AFI_IPV4;
      case IPV6 -> AFI_IPV6;
    };
  }

  /** The family of an AFI and SAFI; empty for all but unicast of IPv4 and IPv6. */
  static Optional<Family> unicast(int afi, int safi) {
    if (safi != UNICAST) {
      return Optional.empty();
    }
    return switch (afi) {
      case AFI_IPV4 -> Optional.of(Family.IPV4);
      case AFI_IPV6 -> Optional.of(Family.IPV6);
      default -> Optional.empty();
    };
  }
}
