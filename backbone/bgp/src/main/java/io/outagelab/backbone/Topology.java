package io.outagelab.backbone;

import io.outagelab.core.net.IpAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The configured backbone with routers and links numbered in the order of the configuration. The
 * numbers are the system ids and link ids of the link-state protocol too.
 */
final class Topology {
  private final BackboneConfig config;
  private final Map<String, Integer> routersByName = new HashMap<>();
  private final Map<IpAddress, Integer> routersByLoopback = new HashMap<>();
  private final Map<String, Integer> routersBySite = new LinkedHashMap<>();
  private final Map<String, Integer> linksByName = new HashMap<>();
  private final List<List<Integer>> linksByRouter = new ArrayList<>();
  private final TreeMap<Integer, List<Integer>> linksByPlane = new TreeMap<>();
  private final TreeMap<Long, List<Integer>> siteRoutersByAs = new TreeMap<>();
  private final TreeMap<Long, Boolean> planesByAs = new TreeMap<>();
  private final int[] ends;
  private final List<SessionPlan> sessions;

  /** Numbers what is configured. */
  Topology(BackboneConfig config) {
    this.config = config;
    for (int i = 0; i < config.routers().size(); i++) {
      RouterConfig router = config.routers().get(i);
      routersByName.put(router.name(), i);
      routersByLoopback.put(router.loopback(), i);
      linksByRouter.add(new ArrayList<>());
      if (router.siteRouter()) {
        routersBySite.put(router.site(), i);
        siteRoutersByAs.computeIfAbsent(router.as(), as -> new ArrayList<>()).add(i);
      }
    }
    ends = new int[2 * config.links().size()];
    for (int i = 0; i < config.links().size(); i++) {
      addLink(i, config.links().get(i));
    }
    sessions = SessionPlan.all(config, this);
  }

  private void addLink(int number, LinkConfig link) {
    linksByName.put(link.name(), number);
    ends[2 * number] = router(link.a());
    ends[2 * number + 1] = router(link.b());
    linksByRouter.get(a(number)).add(number);
    linksByRouter.get(b(number)).add(number);
    if (link.kind() instanceof LinkConfig.Kind.Span(int plane)) {
      linksByPlane.computeIfAbsent(plane, p -> new ArrayList<>()).add(number);
      planesByAs.put(router(a(number)).as(), true);
    }
  }

  /** What was configured. */
  BackboneConfig config() {
    return config;
  }

  /** How many routers there are. */
  int routerCount() {
    return config.routers().size();
  }

  /** How many links there are. */
  int linkCount() {
    return config.links().size();
  }

  /** The router with this number. */
  RouterConfig router(int number) {
    return config.routers().get(number);
  }

  /** The link with this number. */
  LinkConfig link(int number) {
    return config.links().get(number);
  }

  /** The number of the router with this name. */
  int router(String name) {
    return require(routersByName, "router", name);
  }

  /** Whether a router has this name. */
  boolean isRouter(String name) {
    return routersByName.containsKey(name);
  }

  /** The number of the link with this name. */
  int link(String name) {
    return require(linksByName, "link", name);
  }

  /** The number of the router of this site. */
  int routerOf(String site) {
    return require(routersBySite, "site", site);
  }

  private static int require(Map<String, Integer> numbers, String kind, String name) {
    Integer number = numbers.get(name);
    if (number == null) {
      throw new IllegalArgumentException("the backbone has no %s '%s'".formatted(kind, name));
    }
    return number;
  }

  /** The number of the router with this loopback. */
  OptionalInt routerAt(IpAddress loopback) {
    Integer number = routersByLoopback.get(loopback);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** Every site, in the order of the configuration. */
  List<String> sites() {
    return List.copyOf(routersBySite.keySet());
  }

  /** The site routers of an autonomous system. */
  List<Integer> siteRouters(long as) {
    return siteRoutersByAs.getOrDefault(as, List.of());
  }

  /** Whether an autonomous system has planes: it is the one the world is about. */
  boolean hasPlanes(long as) {
    return planesByAs.containsKey(as);
  }

  /** The links of a router. */
  List<Integer> links(int router) {
    return linksByRouter.get(router);
  }

  /** The long-haul links of every plane, by plane. */
  SortedMap<Integer, List<Integer>> planes() {
    return Collections.unmodifiableSortedMap(linksByPlane);
  }

  /** The router at one end of a link. */
  int a(int link) {
    return ends[2 * link];
  }

  /** The router at the other end of a link. */
  int b(int link) {
    return ends[2 * link + 1];
  }

  /** The router at the end of the link where this one is not. */
  int other(int link, int router) {
    return a(link) == router ? b(link) : a(link);
  }

  /** Every BGP session that is to be. */
  List<SessionPlan> sessions() {
    return sessions;
  }

  /** The peering between two routers. */
  OptionalInt peering(int router, int peer) {
    for (int link : linksByRouter.get(router)) {
      if (other(link, router) == peer && !link(link).isInterior()) {
        return OptionalInt.of(link);
      }
    }
    return OptionalInt.empty();
  }
}
