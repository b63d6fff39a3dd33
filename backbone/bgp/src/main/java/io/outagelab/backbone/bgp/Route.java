package io.outagelab.backbone.bgp;

import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;

/**
 * A route: a prefix, the attributes of the path to it, and who gave it to us.
 *
 * @param prefix the destination
 * @param attributes after import policy
 * @param source this router itself or a peer
 */
public record Route(Prefix prefix, PathAttributes attributes, Source source) {
  /** The next hop; an IPv4-mapped one as the IPv4 address that it stands for. */
  public IpAddress nextHop() {
    return MappedAddress.unmapped(attributes.nextHop());
  }

  /** As {@code 129.134.30.0/24 via 10.0.0.1 path 6453 32934}. */
  @Override
  public String toString() {
    String path = attributes.asPath().toString();
    return prefix + " via " + nextHop() + (path.isEmpty() ? "" : " path " + path);
  }
}
