package io.outagelab.backbone;

import io.outagelab.backbone.bgp.Relation;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Backbones for tests: one AS with planes, others around it. */
final class Worlds {
  /** The AS with planes. */
  static final long AS = 32934;

  /** A data centre's servers, internal. */
  static final Prefix SERVERS = Prefix.of("129.134.64.0/24");

  /** The anycast prefix of the name servers, within the covering one. */
  static final Prefix ANYCAST = Prefix.of("129.134.30.0/24");

  /** Originated everywhere, with nothing behind it. */
  static final Prefix COVER = Prefix.of("129.134.0.0/17");

  /** An IPv6 anycast prefix. */
  static final Prefix ANYCAST_6 = Prefix.of("2a03:2880:f0fc::/48");

  /** An anycast prefix that nothing covers. */
  static final Prefix UNCOVERED = Prefix.of("157.240.22.0/24");

  /** The eyeball network's own. */
  static final Prefix EYEBALL = Prefix.of("1.1.1.0/24");

  private final List<RouterConfig> routers = new ArrayList<>();
  private final List<LinkConfig> links = new ArrayList<>();
  private final List<StaticOrigin> origins = new ArrayList<>();
  private final List<String> sites = new ArrayList<>();
  private final int planes;

  private Worlds(int planes) {
    this.planes = planes;
  }

  /**
   * Data centre prn and edges sjc and ams in two planes; as6453 is sjc's and ams's provider, and
   * eyeball's.
   */
  static BackboneConfig small() {
    Worlds world = new Worlds(2);
    List.of("prn", "sjc", "ams").forEach(world::site);
    world.span("prn", "sjc", 10);
    world.span("prn", "ams", 40);
    world.span("sjc", "ams", 45);
    world.outside("as6453", 6453);
    world.outside("eyeball", 13335);
    world.peering("sjc", "as6453", Relation.PROVIDER, 2);
    world.peering("ams", "as6453", Relation.PROVIDER, 3);
    world.peering("eyeball", "as6453", Relation.PROVIDER, 5);
    world.origins.add(new StaticOrigin(COVER, List.of("prn", "sjc", "ams"), true, false));
    world.origins.add(new StaticOrigin(SERVERS, List.of("prn"), false, true));
    world.origins.add(new StaticOrigin(EYEBALL, List.of("eyeball"), false, false));
    return world.config();
  }

  /** The shape of facebook-2021: ten sites in eight planes, fourteen outside networks. */
  static BackboneConfig large() {
    Worlds world = new Worlds(8);
    for (int i = 0; i < 10; i++) {
      world.site("s" + i);
    }
    for (int i = 0; i < 10; i++) {
      world.span("s" + i, "s" + (i + 1) % 10, 10 + i);
      if (i < 5) {
        world.span("s" + i, "s" + (i + 5), 30 + i);
      }
    }
    for (int i = 0; i < 14; i++) {
      world.outside("as" + i, 64500 + i);
    }
    for (int i = 1; i < 4; i++) {
      for (int j = 0; j < i; j++) {
        world.peering("as" + j, "as" + i, Relation.PEER, 20);
      }
    }
    for (int i = 4; i < 14; i++) {
      world.peering("as" + i, "as" + i % 4, Relation.PROVIDER, 5);
      world.peering("as" + i, "as" + (i + 1) % 4, Relation.PROVIDER, 7);
    }
    for (int i = 0; i < 10; i++) {
      world.peering("s" + i, "as" + i % 4, Relation.PROVIDER, 2);
      world.peering("s" + i, "as" + (4 + i), Relation.PEER, 2);
    }
    world.origins.add(new StaticOrigin(COVER, world.sites.subList(0, 10), true, false));
    for (int i = 0; i < 10; i++) {
      world.origins.add(
          new StaticOrigin(
              Prefix.of("129.134." + (64 + i) + ".0/24"), List.of("s" + i), false, true));
    }
    for (int i = 0; i < 14; i++) {
      world.origins.add(
          new StaticOrigin(Prefix.of("198.18." + i + ".0/24"), List.of("as" + i), false, false));
    }
    return world.config();
  }

  /** A random one: up to five sites in up to three planes, up to four outside networks. */
  static BackboneConfig random(RandomGenerator random) {
    Worlds world = new Worlds(random.nextInt(1, 4));
    int inside = random.nextInt(1, 6);
    for (int i = 0; i < inside; i++) {
      world.site("s" + i);
      if (i > 0) {
        world.span("s" + random.nextInt(i), "s" + i, random.nextInt(1, 50));
      }
    }
    int outside = random.nextInt(1, 5);
    for (int i = 0; i < outside; i++) {
      world.outside("as" + i, 64500 + i);
      world.peering("s" + random.nextInt(inside), "as" + i, Relation.PROVIDER, 1 + i);
      if (i > 0) {
        world.peering("as" + random.nextInt(i), "as" + i, Relation.CUSTOMER, 2);
      }
      world.origins.add(
          new StaticOrigin(Prefix.of("198.18." + i + ".0/24"), List.of("as" + i), false, false));
    }
    world.origins.add(new StaticOrigin(COVER, world.sites.subList(0, inside), true, false));
    world.origins.add(new StaticOrigin(SERVERS, List.of("s0"), false, random.nextBoolean()));
    world.origins.add(
        new StaticOrigin(ANYCAST, List.of("s" + random.nextInt(inside)), false, false));
    world.origins.add(
        new StaticOrigin(ANYCAST_6, List.of("s" + random.nextInt(inside)), false, false));
    return world.config();
  }

  private BackboneConfig config() {
    return new BackboneConfig(routers, links, origins, BackboneTimers.DEFAULTS);
  }

  private IpAddress loopback() {
    int number = routers.size() + 1;
    return IpAddress.of("10.96." + number / 256 + "." + number % 256);
  }

  private void site(String site) {
    sites.add(site);
    routers.add(RouterConfig.ofSite(site, AS, loopback()));
    for (int plane = 1; plane <= planes; plane++) {
      String name = "bb" + plane + "." + site;
      routers.add(RouterConfig.ofPlane(name, site, AS, loopback()));
      links.add(LinkConfig.local(site + "--" + name, site, name, Duration.ofNanos(50_000), 1));
    }
  }

  private void outside(String site, long as) {
    sites.add(site);
    routers.add(RouterConfig.ofSite(site, as, loopback()));
  }

  private void span(String a, String b, int millis) {
    for (int plane = 1; plane <= planes; plane++) {
      String from = "bb" + plane + "." + a;
      String to = "bb" + plane + "." + b;
      links.add(
          LinkConfig.span(
              from + "--" + to, from, to, Duration.ofMillis(millis), 10 * millis, plane));
    }
  }

  private void peering(String a, String b, Relation relation, int millis) {
    links.add(LinkConfig.peering(a + "--" + b, a, b, Duration.ofMillis(millis), relation));
  }
}
