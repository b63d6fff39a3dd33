package io.outagelab.backbone.bgp;

import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.IpAddress.Family;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which best routes go to a peer, and with which attributes.
 *
 * <p>Kept back: everything from an external peer without a policy (RFC 8212), routes from the peer
 * they came from, internal routes from internal peers (RFC 4271 §9.2), what NO_EXPORT and
 * NO_ADVERTISE say (RFC 1997), and what is marked Only-To-Customer from peers and providers (RFC
 * 9234 §5), which keeps paths free of valleys. The next hop is always this router.
 */
final class ExportPolicy {
  private final SpeakerConfig speaker;

  ExportPolicy(SpeakerConfig speaker) {
    this.speaker = speaker;
  }

  /** The attributes to send; empty if the peer must not have the route. */
  Optional<PathAttributes> export(PeerConfig peer, Route route) {
    if (!isAllowed(peer, route)) {
      return Optional.empty();
    }
    Family family = route.prefix().family();
    IpAddress nextHop =
        switch (family) {
          case IPV4 -> peer.localAddress();
          case IPV6 -> peer.ipv6NextHop();
        };
    PathAttributes own = route.attributes().withNextHop(nextHop);
    PathAttributes sent = peer.relation().isExternal() ? external(peer, own) : own;
    return UpdateEncoder.fits(sent) ? Optional.of(sent) : Optional.empty();
  }

  private static boolean isAllowed(PeerConfig peer, Route route) {
    List<Community> communities = route.attributes().communities();
    if (communities.contains(Community.NO_ADVERTISE) || comesFrom(peer, route)) {
      return false;
    }
    boolean isKeptInside =
        communities.contains(Community.NO_EXPORT)
            || communities.contains(Community.NO_EXPORT_SUBCONFED);
    return switch (peer.relation()) {
      case INTERNAL -> !isInternal(route);
      case CUSTOMER, COLLECTOR -> !isKeptInside;
      case PEER, PROVIDER -> !isKeptInside && route.attributes().onlyToCustomer().isEmpty();
      case NONE -> false;
    };
  }

  private static boolean comesFrom(PeerConfig peer, Route route) {
    return route.source() instanceof Source.Learned learned && learned.peer().equals(peer.name());
  }

  private static boolean isInternal(Route route) {
    return route.source() instanceof Source.Learned learned
        && learned.relation() == Relation.INTERNAL;
  }

  /** MULTI_EXIT_DISC and LOCAL_PREF mean nothing to another AS (RFC 4271 §5.1.4, §5.1.5). */
  private PathAttributes external(PeerConfig peer, PathAttributes own) {
    PathAttributes sent =
        own.withAsPath(own.asPath().prepended(speaker.as()))
            .withMed(OptionalLong.empty())
            .withLocalPreference(OptionalLong.empty());
    return peer.relation() == Relation.PROVIDER || sent.onlyToCustomer().isPresent()
        ? sent
        : sent.withOnlyToCustomer(speaker.as());
  }
}
