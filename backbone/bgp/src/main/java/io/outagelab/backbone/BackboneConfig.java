package io.outagelab.backbone;

import io.outagelab.backbone.LinkConfig.Kind;
import io.outagelab.backbone.bgp.Relation;
import io.outagelab.backbone.linkstate.Lsp;
import io.outagelab.core.LabConfigurationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The whole backbone: routers, links, what is originated, and the pace.
 *
 * <p>The speakers of one autonomous system form a full iBGP mesh; each peering is an eBGP session.
 *
 * @param routers every router
 * @param links every link
 * @param origins what routers originate from the start
 * @param timers the pace of all routers
 */
public record BackboneConfig(
    List<RouterConfig> routers,
    List<LinkConfig> links,
    List<StaticOrigin> origins,
    BackboneTimers timers) {
  /** Keeps its own copies; rejects what does not fit together, every problem at once. */
  public BackboneConfig {
    routers = List.copyOf(routers);
    links = List.copyOf(links);
    origins = List.copyOf(origins);
    List<String> problems = new Check(routers, links, origins).problems();
    if (!problems.isEmpty()) {
      throw new LabConfigurationException(String.join("\n", problems));
    }
  }

  /** Looks for what does not fit together. */
  private static final class Check {
    private final Map<String, RouterConfig> byName = new HashMap<>();
    private final Set<String> sites = new HashSet<>();
    private final List<String> problems = new ArrayList<>();

    private Check(List<RouterConfig> routers, List<LinkConfig> links, List<StaticOrigin> origins) {
      Set<Object> seen = new HashSet<>();
      for (RouterConfig router : routers) {
        byName.put(router.name(), router);
        router(router, seen);
      }
      for (RouterConfig router : routers) {
        require(
            sites.contains(router.site()),
            "router %s: its site %s has no site router".formatted(router.name(), router.site()));
      }
      for (LinkConfig link : links) {
        link(link, seen);
      }
      for (StaticOrigin origin : origins) {
        for (String site : origin.sites()) {
          require(
              sites.contains(site),
              "prefix %s: originated at an unknown site %s".formatted(origin.prefix(), site));
        }
      }
    }

    private List<String> problems() {
      return problems;
    }

    private void router(RouterConfig router, Set<Object> seen) {
      String where = "router " + router.name() + ": ";
      require(seen.add("router " + router.name()), where + "the name is taken");
      require(!router.loopback().isIpv6(), where + "the loopback is an IPv4 address");
      require(
          seen.add(router.loopback()), where + "the loopback " + router.loopback() + " is taken");
      require(
          router.speaksBgp() || !router.siteRouter(), where + "the router of a site speaks BGP");
      require(
          !router.siteRouter() || sites.add(router.site()),
          where + "site " + router.site() + " has a site router already");
    }

    private void link(LinkConfig link, Set<Object> seen) {
      String where = "link " + link.name() + ": ";
      require(seen.add("link " + link.name()), where + "the name is taken");
      require(
          link.latency().isPositive(), where + "latency is longer than 0s, not " + link.latency());
      require(
          link.metric() >= 1 && link.metric() <= Lsp.MAX_METRIC,
          where + "a metric is 1 to " + Lsp.MAX_METRIC + ", not " + link.metric());
      RouterConfig a = byName.get(link.a());
      RouterConfig b = byName.get(link.b());
      if (a == null || b == null || a.equals(b)) {
        problems.add(where + "%s and %s are not two routers".formatted(link.a(), link.b()));
        return;
      }
      switch (link.kind()) {
        case Kind.Span(int plane) -> {
          require(a.as() == b.as(), where + "its ends are of different autonomous systems");
          require(plane >= 1, where + "planes count from 1, not " + plane);
        }
        case Kind.Local() ->
            require(
                a.as() == b.as() && a.site().equals(b.site()),
                where + "its ends are not at one site of one autonomous system");
        case Kind.Peering(Relation relation) -> {
          require(relation.isExternal(), where + "a peering is not " + relation);
          require(a.as() != b.as(), where + "its ends are of one autonomous system");
          require(a.speaksBgp() && b.speaksBgp(), where + "both its ends must speak BGP");
          require(
              seen.add(pair(a, b)), where + "%s and %s peer already".formatted(a.name(), b.name()));
        }
      }
    }

    private static List<String> pair(RouterConfig a, RouterConfig b) {
      return a.name().compareTo(b.name()) < 0
          ? List.of(a.name(), b.name())
          : List.of(b.name(), a.name());
    }

    private void require(boolean holds, String problem) {
      if (!holds) {
        problems.add(problem);
      }
    }
  }
}
