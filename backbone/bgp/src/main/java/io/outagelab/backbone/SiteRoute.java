package io.outagelab.backbone;

import io.outagelab.backbone.bgp.Origin;
import io.outagelab.backbone.bgp.Route;
import io.outagelab.backbone.bgp.Source;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import java.util.OptionalLong;

/**
 * One best route of a site's router, as the looking glass shows it.
 *
 * @param prefix the destination
 * @param from the peer that gave it, or the empty string for one the router originates itself
 * @param nextHop the next hop
 * @param path the AS_PATH, the AS that sent it first; empty for a route of the own AS
 * @param origin how the originating AS came by it
 * @param localPreference the LOCAL_PREF; empty if the route has none
 */
public record SiteRoute(
    Prefix prefix,
    String from,
    IpAddress nextHop,
    String path,
    Origin origin,
    OptionalLong localPreference) {
  /** As the router holds it. */
  static SiteRoute of(Route route) {
    String from =
        switch (route.source()) {
          case Source.Local local -> "";
          case Source.Learned learned -> learned.peer();
        };
    return new SiteRoute(
        route.prefix(),
        from,
        route.nextHop(),
        route.attributes().asPath().toString(),
        route.attributes().origin(),
        route.attributes().localPreference());
  }
}
