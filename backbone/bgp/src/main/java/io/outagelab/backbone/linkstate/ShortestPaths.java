package io.outagelab.backbone.linkstate;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Dijkstra's algorithm over a link-state database (ISO 10589 Annex C.2.3).
 *
 * <p>An adjacency counts only if both ends speak of it: the two-way check keeps the stale LSP of a
 * router that was cut off from drawing traffic. Among paths of equal cost the one whose first link
 * has the lowest id wins, so that equal databases give equal routes whatever the order in which
 * they were filled. A backbone has about a hundred routers: a scan for the nearest beats a heap.
 */
final class ShortestPaths {
  /** The metric of a path never exceeds this (RFC 5305 §3.5, within a Java int). */
  private static final int MAX_PATH_METRIC = 0x7e00_0000;

  private static final int FAR = Integer.MAX_VALUE;

  private final LinkStateDatabase database;
  private final int self;
  private final int[] metrics;
  private final int[] firstLinks;
  private final boolean[] done;

  private ShortestPaths(LinkStateDatabase database, int self) {
    this.database = database;
    this.self = self;
    metrics = new int[database.size()];
    firstLinks = new int[database.size()];
    done = new boolean[database.size()];
    Arrays.fill(metrics, FAR);
  }

  /** The shortest paths from the router with this system id. */
  static Routes from(int router, LinkStateDatabase database) {
    int self = database.number(router);
    ShortestPaths paths = new ShortestPaths(database, self);
    paths.metrics[self] = 0;
    for (int nearest = self; nearest >= 0; nearest = paths.nearest()) {
      paths.done[nearest] = true;
      paths.relax(nearest);
    }
    return paths.routes();
  }

  private int nearest() {
    int nearest = -1;
    for (int i = 0; i < metrics.length; i++) {
      if (!done[i] && metrics[i] != FAR && (nearest < 0 || metrics[i] < metrics[nearest])) {
        nearest = i;
      }
    }
    return nearest;
  }

  private void relax(int from) {
    int[] neighbors = database.neighbors(from);
    int[] links = database.links(from);
    int[] costs = database.metrics(from);
    for (int i = 0; i < neighbors.length; i++) {
      int to = neighbors[i];
      if (done[to] || !database.isAdjacent(to, from, links[i])) {
        continue;
      }
      int metric = Math.min(metrics[from] + costs[i], MAX_PATH_METRIC);
      int firstLink = from == self ? links[i] : firstLinks[from];
      if (metric < metrics[to] || (metric == metrics[to] && firstLink < firstLinks[to])) {
        metrics[to] = metric;
        firstLinks[to] = firstLink;
      }
    }
  }

  private Routes routes() {
    int[] reached =
        IntStream.range(0, metrics.length)
            .filter(i -> i != self && done[i])
            .boxed()
            .sorted((a, b) -> Integer.compare(database.id(a), database.id(b)))
            .mapToInt(Integer::intValue)
            .toArray();
    return new Routes(
        Arrays.stream(reached).map(database::id).toArray(),
        Arrays.stream(reached).map(i -> metrics[i]).toArray(),
        Arrays.stream(reached).map(i -> firstLinks[i]).toArray());
  }
}
