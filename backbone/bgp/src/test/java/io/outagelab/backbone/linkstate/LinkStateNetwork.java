package io.outagelab.backbone.linkstate;

import io.outagelab.core.Tick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Link-state routers joined by links of one millisecond, for tests. */
final class LinkStateNetwork {
  private record Link(int a, int b, int metric) {}

  private record InFlight(int router, int link, byte[] lsp) {}

  private final Map<Integer, LinkState> routers = new LinkedHashMap<>();
  private final Map<Integer, Link> links = new LinkedHashMap<>();
  private final TreeMap<Long, List<InFlight>> inFlight = new TreeMap<>();
  private long now;
  private int delivered;
  private int routesChanged;

  LinkState router(int id) {
    return routers.computeIfAbsent(
        id,
        r -> new LinkState(new LinkState.Config(r, Duration.ofMillis(10), Duration.ofMillis(50))));
  }

  void up(int link, int a, int b, int metric) {
    links.put(link, new Link(a, b, metric));
    send(a, router(a).handle(tick(), new LinkState.AdjacencyUp(b, link, metric)));
    send(b, router(b).handle(tick(), new LinkState.AdjacencyUp(a, link, metric)));
  }

  void down(int link) {
    Link gone = Objects.requireNonNull(links.remove(link));
    send(gone.a(), router(gone.a()).handle(tick(), new LinkState.AdjacencyDown(link)));
    send(gone.b(), router(gone.b()).handle(tick(), new LinkState.AdjacencyDown(link)));
  }

  void receive(int router, int link, byte[] lsp) {
    send(router, router(router).handle(tick(), new LinkState.Received(link, lsp)));
  }

  /** Runs until nothing is on its way and no timer is set. */
  void settle() {
    while (true) {
      long next = inFlight.isEmpty() ? Long.MAX_VALUE : inFlight.firstKey();
      for (LinkState router : routers.values()) {
        next = Math.min(next, router.deadline().nanos());
      }
      if (next == Long.MAX_VALUE) {
        return;
      }
      now = next;
      routers.forEach((id, router) -> send(id, router.expire(tick())));
      List<InFlight> due = inFlight.remove(now);
      for (InFlight arriving : due == null ? List.<InFlight>of() : due) {
        if (links.containsKey(arriving.link())) {
          delivered++;
          receive(arriving.router(), arriving.link(), arriving.lsp());
        }
      }
    }
  }

  int delivered() {
    return delivered;
  }

  int routesChanged() {
    return routesChanged;
  }

  private Tick tick() {
    return new Tick(now);
  }

  private void send(int from, List<LinkState.Effect> effects) {
    for (LinkState.Effect effect : effects) {
      switch (effect) {
        case LinkState.Flood(int link, byte[] lsp) -> {
          Link over = links.get(link);
          if (over != null) {
            int to = over.a() == from ? over.b() : over.a();
            inFlight
                .computeIfAbsent(now + 1_000_000, t -> new ArrayList<>())
                .add(new InFlight(to, link, lsp));
          }
        }
        case LinkState.RoutesChanged() -> routesChanged++;
      }
    }
  }
}
