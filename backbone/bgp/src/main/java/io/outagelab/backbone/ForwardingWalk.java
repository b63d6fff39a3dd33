package io.outagelab.backbone;

import io.outagelab.backbone.bgp.Route;
import io.outagelab.backbone.bgp.Source;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import io.outagelab.core.net.PrefixTable;
import io.outagelab.core.net.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What becomes of a packet, found by going its way: each router by its own tables, as they are now.
 *
 * <p>A site router looks up the longest match among the loopbacks that its interior routing reaches
 * and its Loc-RIB. A route whose next hop is gone counts as not there, and the next shorter one is
 * tried. Between two site routers of one autonomous system the core is a tunnel to the egress.
 */
final class ForwardingWalk {
  /** What a packet within its site takes. */
  static final Duration LOCAL_LATENCY = Duration.ofNanos(200_000);

  /** What one site router does with a packet. */
  private sealed interface Step {
    /** It is for this site. */
    record Arrive() implements Step {}

    /** A covering route with nothing behind it. */
    record Discard() implements Step {}

    /** No route. */
    record NoMatch() implements Step {}

    /** It went to another router, or was lost on the way there. */
    record Moved(int router, InteriorPaths.Path path) implements Step {}
  }

  private static final Step ARRIVE = new Step.Arrive();
  private static final Step DISCARD = new Step.Discard();
  private static final Step NO_MATCH = new Step.NoMatch();

  private final Topology topology;
  private final Links links;
  private final Router[] routers;
  private final Origins origins;
  private final InteriorPaths paths;

  /** Over these routers' tables. */
  ForwardingWalk(Topology topology, Links links, Router[] routers, Origins origins) {
    this.topology = topology;
    this.links = links;
    this.routers = routers;
    this.origins = origins;
    paths = new InteriorPaths(topology, links, routers);
  }

  /** What becomes of a packet from this site to the address. */
  Verdict verdict(String site, IpAddress destination) {
    return verdict(site, destination, destination.family().bits());
  }

  /** The same for an address of which no router knows more than its first {@code length} bits. */
  Verdict verdict(String site, IpAddress destination, int length) {
    int here = topology.routerOf(site);
    long nanos = 0;
    for (int hops = 0; hops <= InteriorPaths.MAX_HOPS; ) {
      switch (step(here, destination, length)) {
        case Step.Arrive() -> {
          Duration latency = Duration.ofNanos(Math.max(nanos, LOCAL_LATENCY.toNanos()));
          return new Verdict.Deliver(topology.router(here).site(), latency);
        }
        case Step.Discard() -> {
          return Verdict.SILENT;
        }
        case Step.NoMatch() -> {
          return hops == 0 ? Verdict.UNREACHABLE : Verdict.SILENT;
        }
        case Step.Moved(int router, InteriorPaths.Path path) -> {
          if (path.end() != InteriorPaths.End.REACHED) {
            return Verdict.SILENT;
          }
          here = router;
          nanos += path.nanos();
          hops += path.hops();
        }
      }
    }
    return Verdict.SILENT;
  }

  private Step step(int here, IpAddress destination, int length) {
    if (length == destination.family().bits()) {
      OptionalInt router = topology.routerAt(destination);
      if (router.isPresent()) {
        Step step = toLoopback(here, router.getAsInt());
        if (!(step instanceof Step.NoMatch)) {
          return step;
        }
      }
    }
    return routers[here].speaker().isEmpty()
        ? NO_MATCH
        : byLocRib(here, routers[here].speaker().get().locRib().table(), destination, length);
  }

  private Step toLoopback(int here, int router) {
    if (here == router) {
      return ARRIVE;
    }
    return topology.router(here).as() == topology.router(router).as()
        ? tunnel(here, router)
        : NO_MATCH;
  }

  private Step byLocRib(int here, PrefixTable<Route> table, IpAddress destination, int maxLength) {
    Optional<PrefixTable.Match<Route>> longest = table.lookup(destination);
    if (longest.isEmpty()) {
      return NO_MATCH;
    }
    int length = longest.get().prefix().length();
    if (length <= maxLength) {
      Step step = by(here, longest.get().value());
      if (!(step instanceof Step.NoMatch)) {
        return step;
      }
      length--;
    }
    for (length = Math.min(length, maxLength); length >= 0; length--) {
      Optional<Route> route = table.get(new Prefix(destination.masked(length), length));
      Step step = route.isPresent() ? by(here, route.get()) : NO_MATCH;
      if (!(step instanceof Step.NoMatch)) {
        return step;
      }
    }
    return NO_MATCH;
  }

  /** By one route; {@link #NO_MATCH} if its next hop is gone. */
  private Step by(int here, Route route) {
    if (route.source() instanceof Source.Local) {
      boolean discard =
          origins.at(here, route.prefix()).filter(Origins.Origin::discard).isPresent();
      return discard ? DISCARD : ARRIVE;
    }
    OptionalInt nextHop = topology.routerAt(route.nextHop());
    if (nextHop.isEmpty() || nextHop.getAsInt() == here) {
      return NO_MATCH;
    }
    int next = nextHop.getAsInt();
    if (topology.router(next).as() == topology.router(here).as()) {
      return tunnel(here, next);
    }
    OptionalInt link = topology.peering(here, next);
    if (link.isEmpty() || !links.isUp(link.getAsInt())) {
      return NO_MATCH;
    }
    long nanos = topology.link(link.getAsInt()).latency().toNanos();
    return new Step.Moved(next, new InteriorPaths.Path(InteriorPaths.End.REACHED, nanos, 1));
  }

  private Step tunnel(int here, int egress) {
    InteriorPaths.Path path = paths.between(here, egress);
    return path.end() == InteriorPaths.End.NO_PATH ? NO_MATCH : new Step.Moved(egress, path);
  }
}
