package io.outagelab.hosting;

import io.grpc.Status;
import io.outagelab.apps.Service;
import io.outagelab.assembly.PlacedNode;
import io.outagelab.contracts.apps.v1.Served;
import io.outagelab.contracts.apps.v1.Visitor;
import io.outagelab.core.Tick;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload;
import io.outagelab.core.net.Transport;
import io.outagelab.core.net.Verdict;
import io.outagelab.world.ServiceNode;
import io.outagelab.world.World;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Carries visitors' requests to the front ends here, through the lab's network: from the site where
 * the visitor stands to the one where the network takes packets for the app's address, and back.
 *
 * <p>A visitor borrows an address that stands at the site alone, so that the answer finds the way.
 */
final class FrontDesk {
  /** As long as a visitor waits for a page. */
  private static final long PATIENCE_SECONDS = 10;

  /** Where no node calls from. */
  private static final int PORT = 41_000;

  private static final int MAX_TEXT = 100;

  private final Cast cast;
  private final Map<String, IpAddress> standing;
  private final AtomicLong nextId = new AtomicLong(ThreadLocalRandom.current().nextLong() >>> 1);

  /** The front ends of this cast. */
  FrontDesk(Cast cast) {
    this.cast = cast;
    this.standing = standing(cast.assembled().nodes());
  }

  /** For each site an address that stands there and nowhere else. */
  private static Map<String, IpAddress> standing(List<PlacedNode> nodes) {
    Map<IpAddress, Set<String>> sites = new HashMap<>();
    for (PlacedNode node : nodes) {
      node.addresses()
          .forEach(at -> sites.computeIfAbsent(at, a -> new LinkedHashSet<>()).add(node.site()));
    }
    Map<String, IpAddress> standing = new TreeMap<>();
    for (PlacedNode node : nodes) {
      node.addresses().stream()
          .filter(at -> sites.getOrDefault(at, Set.of()).size() == 1)
          .forEach(at -> standing.putIfAbsent(node.site(), at));
    }
    return standing;
  }

  /**
   * Serves a visitor, or fails with what the visitor sees.
   *
   * @throws IllegalArgumentException if the request makes no sense
   */
  CompletableFuture<Served> serve(String app, Visitor visitor) {
    ServiceNode service = app(app);
    named("the visitor's user", visitor.getUser());
    if (visitor.getWeight() < 0) {
      throw new IllegalArgumentException("a request stands for one user at least");
    }
    String site = site(visitor);
    Packet request = request(service, site, Math.max(1, visitor.getWeight()));
    return cast.follow(now -> visit(now, app, site, request));
  }

  private CompletableFuture<Served> visit(Tick now, String app, String site, Packet request) {
    CompletableFuture<Payload.Response> answer = new CompletableFuture<>();
    return switch (cast.visit(now, site, request, answer::complete)) {
      case Verdict.Deliver(String to, var latency) ->
          patient(answer).thenApply(response -> served(app, to, response));
      case Verdict.Silent() -> patient(new CompletableFuture<>());
      case Verdict.Unreachable() ->
          CompletableFuture.failedFuture(
              Status.UNAVAILABLE
                  .withDescription("there is no route from %s to %s".formatted(site, app))
                  .asRuntimeException());
    };
  }

  /** Rejects a text that is to name something. */
  static void named(String what, String text) {
    if (text.isEmpty() || text.length() > MAX_TEXT) {
      throw new IllegalArgumentException(
          "%s is 1 to %d characters, not %d".formatted(what, MAX_TEXT, text.length()));
    }
  }

  private static <T> CompletableFuture<T> patient(CompletableFuture<T> answer) {
    return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private ServiceNode app(String name) {
    ServiceNode service =
        cast.settings().world().apps().stream()
            .filter(app -> app.name().equals(name))
            .findFirst()
            .orElseThrow(() -> Replies.notFound("the world has no app '%s'".formatted(name)));
    if (!cast.settings().container().services().contains(name)) {
      throw Replies.notFound("the app '%s' plays in another container".formatted(name));
    }
    return service;
  }

  private String site(Visitor visitor) {
    World world = cast.settings().world();
    String site = visitor.getSite().isEmpty() ? world.guest() : visitor.getSite();
    if (world.sites().stream().noneMatch(known -> known.name().equals(site))) {
      throw Replies.notFound("the world has no site '%s'".formatted(site));
    }
    if (!standing.containsKey(site)) {
      throw new IllegalArgumentException(
          "nobody can stand at %s, where no node does: visitors stand at one of %s"
              .formatted(site, String.join(", ", standing.keySet())));
    }
    return site;
  }

  private Packet request(ServiceNode service, String site, long weight) {
    IpAddress self = Optional.ofNullable(standing.get(site)).orElseThrow();
    IpAddress address =
        service.addresses().stream()
            .filter(at -> !at.isIpv6())
            .findFirst()
            .map(cast.assembled().addressing()::toLab)
            .orElseThrow(
                () -> Replies.notFound("'%s' has no IPv4 address".formatted(service.name())));
    return new Packet(
        Transport.CALL,
        new Endpoint(self, PORT),
        new Endpoint(address, Service.PORT),
        new Payload.Request(
            nextId.getAndIncrement(),
            Service.REQUEST,
            new TreeMap<>(Map.of(Service.WEIGHT, Long.toString(weight)))));
  }

  /** What the visitor gets; a front end's refusal has the code that clients of apps know. */
  private static Served served(String app, String site, Payload.Response response) {
    if (response.status() != Payload.Status.OK) {
      throw Status.fromCode(Status.Code.valueOf(response.status().name()))
          .withDescription(
              "%s@%s: %s".formatted(app, site, response.field(Service.REASON).orElse("refused")))
          .asRuntimeException();
    }
    return Served.newBuilder()
        .setSite(site)
        .setDegraded(response.field(Service.DEGRADED).filter("true"::equals).isPresent())
        .build();
  }
}
