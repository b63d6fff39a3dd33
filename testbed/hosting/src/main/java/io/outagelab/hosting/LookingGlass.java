package io.outagelab.hosting;

import io.outagelab.backbone.Backbone;
import io.outagelab.backbone.SiteRoute;
import io.outagelab.contracts.backbone.v1.LookUpRequest;
import io.outagelab.contracts.backbone.v1.LookUpResponse;
import io.outagelab.contracts.backbone.v1.Route;
import io.outagelab.contracts.backbone.v1.Verdict;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import io.outagelab.world.World;
import java.util.Optional;

/**
 * A question to a site's router: what it does with a destination.
 *
 * @param site whose router is asked
 * @param prefix the route to exactly this prefix; empty for the longest match
 * @param address what packets are sent to
 */
record LookingGlass(String site, Optional<Prefix> prefix, IpAddress address) {
  /**
   * The question that a message asks.
   *
   * @throws IllegalArgumentException if the destination is neither address nor prefix
   */
  static LookingGlass of(World world, LookUpRequest request) {
    String site = request.getSite();
    if (world.sites().stream().noneMatch(known -> known.name().equals(site))) {
      throw Replies.notFound("the world has no site '%s'".formatted(site));
    }
    String destination = request.getDestination();
    if (destination.indexOf('/') < 0) {
      return new LookingGlass(site, Optional.empty(), IpAddress.of(destination));
    }
    Prefix prefix = Prefix.of(destination);
    return new LookingGlass(site, Optional.of(prefix), prefix.network());
  }

  /** What the backbone shows; on its own thread. */
  LookUpResponse look(Backbone backbone) {
    LookUpResponse.Builder response = LookUpResponse.newBuilder();
    prefix
        .map(exactly -> backbone.route(site, exactly))
        .orElseGet(() -> backbone.route(site, address))
        .ifPresent(route -> response.setRoute(message(route)));
    return response.setVerdict(message(backbone.forwarding().verdict(site, address))).build();
  }

  private static Route message(SiteRoute route) {
    Route.Builder message =
        Route.newBuilder()
            .setPrefix(route.prefix().toString())
            .setAsPath(route.path())
            .setNextHop(route.nextHop().toString())
            .setOrigin(Route.Origin.valueOf("ORIGIN_" + route.origin().name()))
            .setPeer(route.from());
    route.localPreference().ifPresent(value -> message.setLocalPreference((int) value));
    return message.build();
  }

  private static Verdict message(io.outagelab.core.net.Verdict verdict) {
    return switch (verdict) {
      case io.outagelab.core.net.Verdict.Deliver(String at, java.time.Duration latency) ->
          Verdict.newBuilder()
              .setFate(Verdict.Fate.FATE_DELIVERED)
              .setSite(at)
              .setLatency(Durations.of(latency))
              .build();
      case io.outagelab.core.net.Verdict.Silent() ->
          Verdict.newBuilder().setFate(Verdict.Fate.FATE_SILENT).build();
      case io.outagelab.core.net.Verdict.Unreachable() ->
          Verdict.newBuilder().setFate(Verdict.Fate.FATE_UNREACHABLE).build();
    };
  }
}
