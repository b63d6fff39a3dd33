package io.outagelab.backbone;

import io.outagelab.backbone.bgp.BgpSpeaker;
import io.outagelab.backbone.bgp.PeerConfig;
import io.outagelab.backbone.bgp.Relation;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.IpAddress.Family;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * BGP speakers that are none of the backbone's, each at the router of a site.
 *
 * <p>A guest listens in: it is told every route of the router, and none of its own is taken. It may
 * be of any AS but the router's. Its transport is the host's; what either side says reaches the
 * other at once.
 */
final class Guests {
  /** The first half of 2001:db8::. */
  private static final long DOCUMENTATION = 0x2001_0db8_0000_0000L;

  private final Topology topology;
  private final BiConsumer<Integer, Router.Input> feed;
  private final Map<String, Integer> routers = new HashMap<>();

  /** Nobody yet; {@code feed} tells a router something within the current tick. */
  Guests(Topology topology, BiConsumer<Integer, Router.Input> feed) {
    this.topology = topology;
    this.feed = feed;
  }

  /** Whether somebody with this name has come and not gone. */
  boolean isHere(String name) {
    return routers.containsKey(name);
  }

  /** What a guest does. */
  void handle(Backbone.Input.FromGuest input) {
    switch (input) {
      case Backbone.Input.GuestCame(String name, IpAddress address, String site) ->
          came(name, address, topology.routerOf(site));
      case Backbone.Input.GuestSaid(String name, byte[] octets) ->
          at(name).ifPresent(at -> feed(at, new BgpSpeaker.Input.Received(name, octets)));
      case Backbone.Input.GuestLeft(String name) -> left(name);
    }
  }

  private void came(String name, IpAddress address, int router) {
    if (routers.putIfAbsent(name, router) != null) {
      throw new IllegalArgumentException("a guest '%s' is here already".formatted(name));
    }
    IpAddress own = topology.router(router).loopback();
    PeerConfig peer =
        new PeerConfig(
            name,
            PeerConfig.ANY_OTHER_AS,
            own,
            address,
            Optional.of(ipv6NextHop(own)),
            Relation.COLLECTOR,
            false);
    feed(router, new BgpSpeaker.Input.Joined(peer));
  }

  /**
   * An address for IPv6 routes to have as their next hop: speakers of others do not take an
   * IPv4-mapped one. It lies in the prefix for documentation (RFC 3849), as routers outside do.
   */
  private static IpAddress ipv6NextHop(IpAddress own) {
    return new IpAddress(Family.IPV6, DOCUMENTATION, own.low());
  }

  /** A guest's transport is gone, whoever closed it. */
  void left(String name) {
    at(name).ifPresent(at -> feed(at, new BgpSpeaker.Input.Left(name)));
    routers.remove(name);
  }

  private Optional<Integer> at(String name) {
    return Optional.ofNullable(routers.get(name));
  }

  private void feed(int router, BgpSpeaker.Input input) {
    feed.accept(router, new Router.Input.Bgp(input));
  }
}
