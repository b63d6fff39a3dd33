package io.outagelab.backbone;

import io.outagelab.core.Event;
import io.outagelab.core.Layer;
import io.outagelab.core.net.Prefix;
import java.util.Map;

/** What the backbone observes of its routers, links, planes, sites and routes. */
public sealed interface BackboneEvent extends Event {
  @Override
  default Layer layer() {
    return Layer.BACKBONE;
  }

  /** A router applied a change of its configuration. */
  record ConfigApplied(String router, String change) implements BackboneEvent {
    @Override
    public String subject() {
      return router;
    }

    @Override
    public String detail() {
      return "applied " + change;
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("router", router, "change", change);
    }
  }

  /** A router undid a change that was not confirmed in time. */
  record ConfigReverted(String router, String change) implements BackboneEvent {
    @Override
    public String subject() {
      return router;
    }

    @Override
    public String detail() {
      return "reverted " + change + ": not confirmed in time";
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("router", router, "change", change);
    }
  }

  /** A long-haul link went out of use. */
  record LinkDown(String link, int plane) implements BackboneEvent {
    @Override
    public String subject() {
      return link;
    }

    @Override
    public String detail() {
      return "out of use";
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("link", link, "plane", Integer.toString(plane));
    }
  }

  /** A long-haul link came into use. */
  record LinkUp(String link, int plane) implements BackboneEvent {
    @Override
    public String subject() {
      return link;
    }

    @Override
    public String detail() {
      return "in use";
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("link", link, "plane", Integer.toString(plane));
    }
  }

  /** The last link of a plane went out of use. */
  record PlaneDown(int plane, int up, int total) implements BackboneEvent {
    @Override
    public String subject() {
      return "plane-" + plane;
    }

    @Override
    public String detail() {
      return up + " of " + total + " links up";
    }

    @Override
    public Weight weight() {
      return Weight.STORY;
    }

    @Override
    public Map<String, String> attributes() {
      return planeAttributes(plane, up, total);
    }
  }

  /** Every link of a plane that was down is in use again. */
  record PlaneUp(int plane, int up, int total) implements BackboneEvent {
    @Override
    public String subject() {
      return "plane-" + plane;
    }

    @Override
    public String detail() {
      return up + " of " + total + " links up";
    }

    @Override
    public Weight weight() {
      return Weight.STORY;
    }

    @Override
    public Map<String, String> attributes() {
      return planeAttributes(plane, up, total);
    }
  }

  /** A site's router lost its path to every other site of its autonomous system. */
  record SiteIsolated(String site) implements BackboneEvent {
    @Override
    public String subject() {
      return site;
    }

    @Override
    public String detail() {
      return "no path to any other site";
    }

    @Override
    public Weight weight() {
      return Weight.STORY;
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("site", site);
    }
  }

  /** A site's router has a path to another site of its autonomous system. */
  record SiteConnected(String site, Weight weight) implements BackboneEvent {
    @Override
    public String subject() {
      return site;
    }

    @Override
    public String detail() {
      return "has a path to another site";
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("site", site);
    }
  }

  /** A site's router began to originate a prefix. */
  record PrefixOriginated(Prefix prefix, String site, Weight weight) implements BackboneEvent {
    @Override
    public Layer layer() {
      return Layer.BGP;
    }

    @Override
    public String subject() {
      return prefix + " at " + site;
    }

    @Override
    public String detail() {
      return "originated";
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("prefix", prefix.toString(), "site", site);
    }
  }

  /** A site's router stopped originating a prefix. */
  record PrefixRetracted(Prefix prefix, String site) implements BackboneEvent {
    @Override
    public Weight weight() {
      return Weight.STORY;
    }

    @Override
    public Layer layer() {
      return Layer.BGP;
    }

    @Override
    public String subject() {
      return prefix + " at " + site;
    }

    @Override
    public String detail() {
      return "no longer originated";
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("prefix", prefix.toString(), "site", site);
    }
  }

  /** Nobody renewed an origination: the site's router stops it by itself. */
  record AnnouncementLapsed(Prefix prefix, String site) implements BackboneEvent {
    @Override
    public Layer layer() {
      return Layer.BGP;
    }

    @Override
    public String subject() {
      return prefix + " at " + site;
    }

    @Override
    public String detail() {
      return "its announcer fell silent: the router retracts it by itself";
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of("prefix", prefix.toString(), "site", site);
    }
  }

  /** A site's router has a route where it had none. */
  record RouteGained(Prefix prefix, String site, String path, Weight weight)
      implements BackboneEvent {
    @Override
    public Layer layer() {
      return Layer.BGP;
    }

    @Override
    public String subject() {
      return prefix + " at " + site;
    }

    @Override
    public String detail() {
      return "path " + path;
    }

    @Override
    public Map<String, String> attributes() {
      return routeAttributes(prefix, site, path);
    }
  }

  /** A site's router lost its last route; the path is the one it had. */
  record RouteLost(Prefix prefix, String site, String path, Weight weight)
      implements BackboneEvent {
    @Override
    public Layer layer() {
      return Layer.BGP;
    }

    @Override
    public String subject() {
      return prefix + " at " + site;
    }

    @Override
    public String detail() {
      return "the last path was " + path;
    }

    @Override
    public Map<String, String> attributes() {
      return routeAttributes(prefix, site, path);
    }
  }

  /** A site's router chose another route. */
  record RouteChanged(Prefix prefix, String site, String path, Weight weight)
      implements BackboneEvent {
    @Override
    public Layer layer() {
      return Layer.BGP;
    }

    @Override
    public String subject() {
      return prefix + " at " + site;
    }

    @Override
    public String detail() {
      return "path " + path;
    }

    @Override
    public Map<String, String> attributes() {
      return routeAttributes(prefix, site, path);
    }
  }

  private static Map<String, String> planeAttributes(int plane, int up, int total) {
    return Map.of(
        "plane", Integer.toString(plane),
        "up", Integer.toString(up),
        "total", Integer.toString(total));
  }

  private static Map<String, String> routeAttributes(Prefix prefix, String site, String path) {
    return Map.of("prefix", prefix.toString(), "site", site, "path", path);
  }
}
