package io.outagelab.backbone;

import io.outagelab.backbone.bgp.BgpEvent;
import io.outagelab.backbone.bgp.Route;
import io.outagelab.backbone.linkstate.Routes;
import io.outagelab.core.Event;
import io.outagelab.core.Event.Weight;
import io.outagelab.core.net.Prefix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns what routers do into events of the story, and remembers what it needs to tell a change. */
final class Observer {
  /** A prefix at the router that originates it. */
  private record Origination(int router, Prefix prefix) {}

  private enum Reach {
    UNKNOWN,
    CONNECTED,
    ISOLATED
  }

  /** A session as one of its routers sees it. */
  private record SessionEnd(String router, String peer) {}

  private final Topology topology;
  private final Reach[] reach;
  private final Set<SessionEnd> establishedEnds = new HashSet<>();
  private final Set<Origination> originations = new HashSet<>();
  private int sessionsUp;

  /** Of a backbone before its start. */
  Observer(Topology topology) {
    this.topology = topology;
    reach = new Reach[topology.routerCount()];
    Arrays.fill(reach, Reach.UNKNOWN);
  }

  /** A router began to originate a prefix: a turn of the story only if it did before. */
  Event originated(Prefix prefix, int router) {
    boolean isFirst = originations.add(new Origination(router, prefix));
    return new BackboneEvent.PrefixOriginated(
        prefix, topology.router(router).site(), isFirst ? Weight.DETAIL : Weight.STORY);
  }

  /** A router stopped originating a prefix. */
  Event retracted(Prefix prefix, int router) {
    return new BackboneEvent.PrefixRetracted(prefix, topology.router(router).site());
  }

  /** A router's lease on an origination has run out. */
  Event lapsed(Prefix prefix, int router) {
    return new BackboneEvent.AnnouncementLapsed(prefix, topology.router(router).site());
  }

  /** A router's shortest paths changed: says whether its site was cut off or joined. */
  Optional<Event> pathsChanged(int router, Routes routes) {
    if (!isWatched(router)) {
      return Optional.empty();
    }
    String site = topology.router(router).site();
    Reach before = reach[router];
    boolean connected =
        topology.siteRouters(topology.router(router).as()).stream().anyMatch(routes::reaches);
    // Before the first path a site was never cut off: it has not started yet.
    if (connected && before != Reach.CONNECTED) {
      reach[router] = Reach.CONNECTED;
      Weight weight = before == Reach.UNKNOWN ? Weight.DETAIL : Weight.STORY;
      return Optional.of(new BackboneEvent.SiteConnected(site, weight));
    }
    if (!connected && before == Reach.CONNECTED) {
      reach[router] = Reach.ISOLATED;
      return Optional.of(new BackboneEvent.SiteIsolated(site));
    }
    return Optional.empty();
  }

  private boolean isWatched(int router) {
    RouterConfig config = topology.router(router);
    return config.siteRouter()
        && topology.hasPlanes(config.as())
        && topology.siteRouters(config.as()).size() > 1;
  }

  /** The sites that are cut off from every other of their autonomous system. */
  List<String> isolatedSites() {
    List<String> sites = new ArrayList<>();
    for (int i = 0; i < reach.length; i++) {
      if (isWatched(i) && reach[i] != Reach.CONNECTED) {
        sites.add(topology.router(i).site());
      }
    }
    return sites;
  }

  /** A Loc-RIB changed: says so for the routers of sites. */
  Optional<Event> bestChanged(
      int router, Prefix prefix, Optional<Route> before, Optional<Route> after) {
    RouterConfig config = topology.router(router);
    if (!config.siteRouter()) {
      return Optional.empty();
    }
    String site = config.site();
    Weight weight = topology.hasPlanes(config.as()) ? Weight.METRIC : Weight.DETAIL;
    if (after.isEmpty()) {
      return before.map(r -> new BackboneEvent.RouteLost(prefix, site, path(r), weight));
    }
    String path = path(after.get());
    return Optional.of(
        before.isEmpty()
            ? new BackboneEvent.RouteGained(prefix, site, path, weight)
            : new BackboneEvent.RouteChanged(prefix, site, path, weight));
  }

  private static String path(Route route) {
    return route.attributes().asPath().toString();
  }

  /**
   * One end of a session came up or went down. The session is up when its second end is, and down
   * when its first end is: it is told of once, by the names of both in the order of routers.
   */
  Optional<Event> session(BgpEvent event) {
    int a = topology.router(event.a());
    int b = topology.router(event.b());
    String first = topology.router(Math.min(a, b)).name();
    String second = topology.router(Math.max(a, b)).name();
    boolean otherIsUp = establishedEnds.contains(new SessionEnd(event.b(), event.a()));
    SessionEnd end = new SessionEnd(event.a(), event.b());
    return switch (event) {
      case BgpEvent.SessionUp up -> {
        boolean comesUp = establishedEnds.add(end) && otherIsUp;
        sessionsUp += comesUp ? 1 : 0;
        yield comesUp
            ? Optional.of(new BgpEvent.SessionUp(first, second, up.reason()))
            : Optional.empty();
      }
      case BgpEvent.SessionDown down -> {
        boolean goesDown = establishedEnds.remove(end) && otherIsUp;
        sessionsUp -= goesDown ? 1 : 0;
        yield goesDown
            ? Optional.of(new BgpEvent.SessionDown(first, second, down.reason()))
            : Optional.empty();
      }
    };
  }

  /** How many sessions are established at both ends. */
  int sessionsUp() {
    return sessionsUp;
  }
}
