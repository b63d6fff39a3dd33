package io.outagelab.assembly;

import io.outagelab.backbone.Backbone;
import io.outagelab.backbone.BackboneConfig;
import io.outagelab.backbone.BackboneTimers;
import io.outagelab.backbone.LinkConfig;
import io.outagelab.backbone.RouterConfig;
import io.outagelab.backbone.StaticOrigin;
import io.outagelab.backbone.bgp.Relation;
import io.outagelab.core.net.IpAddress;
import io.outagelab.world.BackbonePlan;
import io.outagelab.world.BgpTimers;
import io.outagelab.world.Peering;
import io.outagelab.world.Site;
import io.outagelab.world.Span;
import io.outagelab.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Builds the backbone: every router and link of the world, and what they originate. */
final class BackboneBuilder {
  /** Cross-connects within a building. */
  private static final Duration LOCAL_LATENCY = Duration.ofNanos(100_000);

  /** A metric unit of the interior routing: 100 µs of latency. */
  private static final long NANOS_PER_METRIC = 100_000;

  /** In compressed time routers settle as fast as the outage unfolds. */
  private static final Duration ADVERTISEMENT_CAP = Duration.ofMillis(100);

  private static final Duration CONNECT_RETRY_CAP = Duration.ofMillis(500);
  private static final Duration APPLY_CAP = Duration.ofMillis(200);

  /** Routes are everywhere after so many rounds of advertisements: no path here is longer. */
  private static final int ROUNDS_TO_SETTLE = 4;

  private static final Duration SESSIONS_COME_UP = Duration.ofMillis(500);

  /** Outside routers need an id and nothing else: TEST-NET-1 (RFC 5737), announced by nobody. */
  private static final IpAddress OUTSIDE_LOOPBACKS = IpAddress.of("192.0.2.0");

  private final Blueprint blueprint;
  private final World world;
  private final Set<String> drained;

  /** A builder of a backbone whose routers with these names start drained. */
  BackboneBuilder(Blueprint blueprint, Set<String> drained) {
    this.drained = Set.copyOf(drained);
    this.blueprint = blueprint;
    this.world = blueprint.world();
  }

  /** The backbone, not yet started. */
  Backbone build() {
    List<StaticOrigin> origins =
        world.originations().stream()
            .map(p -> new StaticOrigin(p.prefix(), p.at(), p.discard(), p.internal()))
            .toList();
    return new Backbone(new BackboneConfig(routers(), links(), origins, timers()));
  }

  /** How long routers take from their start until all routes are where they belong. */
  Duration settling() {
    return timers()
        .ebgpAdvertisementInterval()
        .multipliedBy(ROUNDS_TO_SETTLE)
        .plus(SESSIONS_COME_UP);
  }

  /** The routers that can be talked to, by address as sockets know it. */
  Map<IpAddress, String> routersByAddress() {
    Map<IpAddress, String> byAddress = new LinkedHashMap<>();
    blueprint
        .plan()
        .loopbacks()
        .forEach((name, loopback) -> byAddress.put(blueprint.addressing().toLab(loopback), name));
    return byAddress;
  }

  private List<RouterConfig> routers() {
    List<RouterConfig> routers = new ArrayList<>();
    Map<String, IpAddress> loopbacks = blueprint.plan().loopbacks();
    int outside = 0;
    for (Site site : world.sites()) {
      IpAddress loopback = loopbacks.get(site.name());
      if (loopback == null) {
        loopback = IpAddress.ofIpv4((int) OUTSIDE_LOOPBACKS.low() + ++outside);
      }
      routers.add(RouterConfig.ofSite(site.name(), site.as(), loopback));
      if (world.isOnBackbone(site.name())) {
        for (int plane = 1; plane <= world.backbone().planes(); plane++) {
          String name = BackbonePlan.planeRouter(plane, site.name());
          routers.add(
              RouterConfig.ofPlane(name, site.name(), site.as(), blueprint.plan().loopback(name))
                  .withDrained(drained.contains(name)));
        }
      }
    }
    return routers;
  }

  private List<LinkConfig> links() {
    List<LinkConfig> links = new ArrayList<>();
    for (int plane = 1; plane <= world.backbone().planes(); plane++) {
      for (Site site : world.sites()) {
        if (world.isOnBackbone(site.name())) {
          String router = BackbonePlan.planeRouter(plane, site.name());
          links.add(
              LinkConfig.local(site.name() + "--" + router, site.name(), router, LOCAL_LATENCY, 1));
        }
      }
      for (Span span : world.backbone().spans()) {
        links.add(span(plane, span));
      }
    }
    for (Peering peering : world.peerings()) {
      links.add(
          LinkConfig.peering(
              peering.a() + "--" + peering.b(),
              peering.a(),
              peering.b(),
              world.latency(peering),
              relation(peering)));
    }
    return links;
  }

  private LinkConfig span(int plane, Span span) {
    String a = BackbonePlan.planeRouter(plane, span.a());
    String b = BackbonePlan.planeRouter(plane, span.b());
    Duration latency = world.latency(span);
    int metric = (int) Math.max(1, latency.toNanos() / NANOS_PER_METRIC);
    return LinkConfig.span(a + "--" + b, a, b, latency, metric, plane);
  }

  private static Relation relation(Peering peering) {
    return switch (peering.relation()) {
      case CUSTOMER -> Relation.CUSTOMER;
      case PEER -> Relation.PEER;
      case PROVIDER -> Relation.PROVIDER;
    };
  }

  private BackboneTimers timers() {
    BgpTimers timers = world.bgp();
    BackboneTimers defaults = BackboneTimers.DEFAULTS;
    return new BackboneTimers(
        timers.holdTime(),
        timers.keepalive(),
        blueprint.scale().capped(timers.ebgpAdvertisementInterval(), ADVERTISEMENT_CAP),
        blueprint.scale().capped(timers.ibgpAdvertisementInterval(), ADVERTISEMENT_CAP),
        blueprint.scale().capped(defaults.connectRetry(), CONNECT_RETRY_CAP),
        defaults.lspDelay(),
        timers.spfDelay(),
        blueprint.scale().capped(timers.applyDelay(), APPLY_CAP));
  }
}
