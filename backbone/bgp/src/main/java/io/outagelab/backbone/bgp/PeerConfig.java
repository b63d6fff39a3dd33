package io.outagelab.backbone.bgp;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.net.IpAddress;
import java.util.Optional;

/**
 * How one speaker is configured towards one peer.
 *
 * @param name the peer's name, unique among the speaker's peers
 * @param as the peer's autonomous system number; the speaker's own for {@link Relation#INTERNAL},
 *     and {@link #ANY_OTHER_AS} for a {@link Relation#COLLECTOR} that may be of any but that
 * @param localAddress this end of the session, an IPv4 address; the next hop that is sent
 * @param peerAddress the other end, an IPv4 address
 * @param localIpv6NextHop the next hop sent with IPv6 routes, which internal receivers look up
 *     among their interior metrics; where it is absent, {@code localAddress} in its IPv4-mapped
 *     form (RFC 4291 §2.5.5.2)
 * @param relation what the peer is to us
 * @param active whether this side asks for the transport; the other side waits for it
 */
public record PeerConfig(
    String name,
    long as,
    IpAddress localAddress,
    IpAddress peerAddress,
    Optional<IpAddress> localIpv6NextHop,
    Relation relation,
    boolean active) {
  /** Stands for whatever other AS the peer's OPEN names. */
  public static final long ANY_OTHER_AS = 0;

  private static final long MAX_AS = 0xffff_ffffL;

  /** Rejects numbers and addresses that no session could use. */
  public PeerConfig {
    if (relation != Relation.COLLECTOR || as != ANY_OTHER_AS) {
      requireAs(name, as);
    }
    if (localAddress.isIpv6() || peerAddress.isIpv6()) {
      throw new LabConfigurationException(
          "peer %s: sessions run between IPv4 addresses, not %s and %s"
              .formatted(name, localAddress, peerAddress));
    }
    if (localIpv6NextHop.isPresent() && !localIpv6NextHop.get().isIpv6()) {
      throw new LabConfigurationException(
          "peer %s: an IPv6 next hop is an IPv6 address, not %s"
              .formatted(name, localIpv6NextHop.get()));
    }
  }

  /** Rejects a number that is no autonomous system's (RFC 6793, RFC 7607). */
  static void requireAs(String owner, long as) {
    if (as < 1 || as > MAX_AS) {
      throw new LabConfigurationException(
          "%s: an AS number is 1 to 4294967295, not %d".formatted(owner, as));
    }
  }

  /** The next hop sent to this peer with IPv6 routes. */
  IpAddress ipv6NextHop() {
    return localIpv6NextHop.orElseGet(() -> MappedAddress.of(localAddress));
  }
}
