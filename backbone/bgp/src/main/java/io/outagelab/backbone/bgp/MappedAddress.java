package io.outagelab.backbone.bgp;

import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.IpAddress.Family;

/** IPv4 addresses inside IPv6 ones: {@code ::ffff:a.b.c.d} (RFC 4291 §2.5.5.2). */
final class MappedAddress {
  private static final long MARK = 0xffffL << 32;

  private MappedAddress() {}

  /** The IPv4-mapped form of an IPv4 address. */
  static IpAddress of(IpAddress ipv4) {
    return new IpAddress(Family.IPV6, 0, MARK | ipv4.low());
  }

  /** The IPv4 address inside a mapped one; every other address as it is. */
  static IpAddress unmapped(IpAddress address) {
    boolean isMapped =
        address.isIpv6() && address.high() == 0 && (address.low() & 0xffff_ffff_0000_0000L) == MARK;
    return isMapped ? new IpAddress(Family.IPV4, 0, address.low() & 0xffff_ffffL) : address;
  }
}
