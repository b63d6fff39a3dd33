package io.outagelab.backbone.bgp;

import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What becomes of a route on its way from an Adj-RIB-In to the decision process.
 *
 * <p>Dropped: all routes of a collector and of an external peer without a policy (RFC 8212), routes
 * that have passed this AS (RFC 4271 §9), whose next hop is this router (§5.1.3), or that were
 * leaked (RFC 9234 §5). Relations set LOCAL_PREF, and mark what came from a peer or provider as
 * Only-To-Customer, so that every router of the AS knows how far the route may go.
 */
final class ImportPolicy {
  /** LOCAL_PREF of an internal route that lacks it. */
  private static final long DEFAULT_LOCAL_PREFERENCE = 100;

  private final SpeakerConfig speaker;

  ImportPolicy(SpeakerConfig speaker) {
    this.speaker = speaker;
  }

  /** The route as the decision process sees it; empty if it must not. */
  Optional<Route> accept(PeerConfig peer, Prefix prefix, PathAttributes received) {
    if (received.asPath().contains(speaker.as()) || isOwn(peer, received.nextHop())) {
      return Optional.empty();
    }
    return policed(peer, received)
        .map(
            attributes ->
                new Route(prefix, attributes, new Source.Learned(peer.name(), peer.relation())));
  }

  private boolean isOwn(PeerConfig peer, IpAddress nextHop) {
    IpAddress address = MappedAddress.unmapped(nextHop);
    return address.equals(speaker.routerId())
        || address.equals(peer.localAddress())
        || nextHop.equals(peer.ipv6NextHop());
  }

  private static Optional<PathAttributes> policed(PeerConfig peer, PathAttributes received) {
    long preference = peer.relation().localPreference();
    PathAttributes external = received.withLocalPreference(OptionalLong.of(preference));
    OptionalLong mark = received.onlyToCustomer();
    return switch (peer.relation()) {
      case INTERNAL ->
          Optional.of(
              received.withLocalPreference(
                  OptionalLong.of(received.localPreference().orElse(DEFAULT_LOCAL_PREFERENCE))));
      case CUSTOMER -> mark.isPresent() ? Optional.empty() : Optional.of(external);
      case PEER ->
          mark.orElse(peer.as()) == peer.as()
              ? Optional.of(external.withOnlyToCustomer(peer.as()))
              : Optional.empty();
      case PROVIDER -> Optional.of(external.withOnlyToCustomer(mark.orElse(peer.as())));
      case COLLECTOR, NONE -> Optional.empty();
    };
  }
}
