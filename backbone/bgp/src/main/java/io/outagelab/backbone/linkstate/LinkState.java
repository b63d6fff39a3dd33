package io.outagelab.backbone.linkstate;

import io.outagelab.core.Machine;
import io.outagelab.core.Tick;
import io.outagelab.core.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * One router's link-state protocol: IS-IS (ISO 10589) reduced to its core, on point-to-point links.
 *
 * <pre>
 *   AdjacencyUp/Down ──&gt; own LSP (after the LSP delay) ──&gt; database ──&gt; Flood to all
 *   Received         ──&gt; newer?  ────────────────────────&gt; database ──&gt; Flood to all others
 *                        older?  ──&gt; Flood ours back          │
 *                                                             └─(after the SPF delay)──&gt; Routes
 * </pre>
 *
 * <p>When an adjacency comes up each end sends the other its whole database, which brings two
 * halves of a partitioned network to one view again. LSPs do not age: the two-way check takes a
 * router that was cut off out of every path. Routers and links are named by numbers, as on the
 * wire.
 */
public final class LinkState implements Machine<LinkState.Input, LinkState.Effect> {
  /**
   * The router and its pace.
   *
   * @param router its system id
   * @param lspDelay how long it collects changes of its adjacencies before it tells of them
   * @param spfDelay how long it collects changes of the database before it computes paths
   */
  public record Config(int router, Duration lspDelay, Duration spfDelay) {}

  /** What can happen to it. */
  public sealed interface Input {}

  /** The neighbour can be reached over the link, at this metric. */
  public record AdjacencyUp(int neighbor, int link, int metric) implements Input {}

  /** The link carries nothing any more. */
  public record AdjacencyDown(int link) implements Input {}

  /** These octets came in over the link. */
  public record Received(int link, byte[] lsp) implements Input {}

  /** What it wants done. */
  public sealed interface Effect {}

  /** Send these octets over the link. */
  public record Flood(int link, byte[] lsp) implements Effect {}

  /** {@link #routes} gives other paths than before. */
  public record RoutesChanged() implements Effect {}

  private enum Timer {
    LSP,
    SPF
  }

  private final Config config;
  private final TreeMap<Integer, Lsp.Adjacency> adjacencies = new TreeMap<>();
  private final LinkStateDatabase database = new LinkStateDatabase();
  private final Timers<Timer> timers = new Timers<>();
  private Routes routes = Routes.NONE;

  /** A router without adjacencies. */
  public LinkState(Config config) {
    this.config = config;
  }

  @Override
  public List<Effect> handle(Tick now, Input input) {
    List<Effect> effects = new ArrayList<>();
    switch (input) {
      case AdjacencyUp up -> adjacencyUp(now, up, effects);
      case AdjacencyDown(int link) -> {
        if (adjacencies.remove(link) != null) {
          schedule(Timer.LSP, now, config.lspDelay());
        }
      }
      case Received(int link, byte[] lsp) -> received(now, link, lsp, effects);
    }
    return effects;
  }

  @Override
  public List<Effect> expire(Tick now) {
    List<Effect> effects = new ArrayList<>();
    for (Timer timer : timers.due(now)) {
      switch (timer) {
        case LSP -> originate(now, database.sequence(config.router()) + 1, effects);
        case SPF -> computePaths(effects);
      }
    }
    return effects;
  }

  @Override
  public Tick deadline() {
    return timers.deadline();
  }

  /** The shortest paths as last computed. */
  public Routes routes() {
    return routes;
  }

  private void adjacencyUp(Tick now, AdjacencyUp up, List<Effect> effects) {
    Lsp.Adjacency adjacency = new Lsp.Adjacency(up.neighbor(), up.link(), up.metric());
    if (!adjacency.equals(adjacencies.put(up.link(), adjacency))) {
      for (byte[] lsp : database.all()) {
        effects.add(new Flood(up.link(), lsp));
      }
      schedule(Timer.LSP, now, config.lspDelay());
    }
  }

  private void received(Tick now, int link, byte[] octets, List<Effect> effects) {
    if (!Lsp.hasHeader(octets) || !adjacencies.containsKey(link)) {
      return;
    }
    int origin = Lsp.origin(octets);
    long held = database.sequence(origin);
    long sequence = Lsp.sequence(octets);
    if (sequence < held) {
      effects.add(new Flood(link, database.octets(origin)));
    } else if (sequence > held) {
      Lsp.decode(octets).ifPresent(lsp -> newer(now, link, lsp, octets, effects));
    }
  }

  private void newer(Tick now, int link, Lsp lsp, byte[] octets, List<Effect> effects) {
    if (lsp.origin() == config.router()) {
      // Someone holds an LSP of ours that we did not send: outbid it (ISO 10589 §7.3.16.1).
      if (lsp.sequence() < Lsp.MAX_SEQUENCE) {
        originate(now, lsp.sequence() + 1, effects);
      }
      return;
    }
    install(now, lsp, octets);
    flood(octets, link, effects);
  }

  private void originate(Tick now, long sequence, List<Effect> effects) {
    timers.cancel(Timer.LSP);
    Lsp lsp = new Lsp(config.router(), sequence, List.copyOf(adjacencies.values()));
    byte[] octets = lsp.encode();
    install(now, lsp, octets);
    flood(octets, -1, effects);
  }

  private void install(Tick now, Lsp lsp, byte[] octets) {
    if (database.install(lsp, octets)) {
      schedule(Timer.SPF, now, config.spfDelay());
    }
  }

  private void flood(byte[] octets, int exceptLink, List<Effect> effects) {
    for (int link : adjacencies.keySet()) {
      if (link != exceptLink) {
        effects.add(new Flood(link, octets));
      }
    }
  }

  private void computePaths(List<Effect> effects) {
    Routes computed = ShortestPaths.from(config.router(), database);
    if (!computed.equals(routes)) {
      routes = computed;
      effects.add(new RoutesChanged());
    }
  }

  private void schedule(Timer timer, Tick now, Duration delay) {
    if (!timers.isSet(timer)) {
      timers.set(timer, now.plus(delay));
    }
  }
}
