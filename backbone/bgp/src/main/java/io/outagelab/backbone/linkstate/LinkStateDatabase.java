package io.outagelab.backbone.linkstate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest LSP of every router heard of (ISO 10589 §7.3.15), held as arrays over a dense
 * numbering of routers, in the order in which they were first heard of.
 */
final class LinkStateDatabase {
  /** The sequence number of a router that was only ever named as a neighbour. */
  static final long UNHEARD = 0;

  /** One router's entry; the arrays are parallel, one place per adjacency. */
  private static final class Entry {
    private final int id;
    private long sequence = UNHEARD;
    private byte[] octets = {};
    private int[] neighbors = {};
    private int[] links = {};
    private int[] metrics = {};

    private Entry(int id) {
      this.id = id;
    }
  }

  private final Map<Integer, Integer> numbers = new HashMap<>();
  private final List<Entry> entries = new ArrayList<>();

  /** The sequence number held of a router; {@link #UNHEARD} if none. */
  long sequence(int router) {
    Integer number = numbers.get(router);
    return number == null ? UNHEARD : entries.get(number).sequence;
  }

  /** The encoded LSP held of a router that was heard of. */
  byte[] octets(int router) {
    return entries.get(number(router)).octets;
  }

  /** Every encoded LSP held, in the order in which routers were first heard of. */
  List<byte[]> all() {
    return entries.stream().filter(e -> e.sequence != UNHEARD).map(e -> e.octets).toList();
  }

  /** Puts an LSP in place of the one held; returns whether the adjacencies differ. */
  boolean install(Lsp lsp, byte[] octets) {
    int count = lsp.adjacencies().size();
    int[] neighbors = new int[count];
    int[] links = new int[count];
    int[] metrics = new int[count];
    for (int i = 0; i < count; i++) {
      Lsp.Adjacency adjacency = lsp.adjacencies().get(i);
      neighbors[i] = number(adjacency.neighbor());
      links[i] = adjacency.link();
      metrics[i] = adjacency.metric();
    }
    Entry entry = entries.get(number(lsp.origin()));
    boolean differs =
        !Arrays.equals(neighbors, entry.neighbors)
            || !Arrays.equals(links, entry.links)
            || !Arrays.equals(metrics, entry.metrics);
    entry.sequence = lsp.sequence();
    entry.octets = octets;
    entry.neighbors = neighbors;
    entry.links = links;
    entry.metrics = metrics;
    return differs;
  }

  /** How many routers have a number. */
  int size() {
    return entries.size();
  }

  /** The dense number of a router, given now if it has none. */
  int number(int router) {
    return numbers.computeIfAbsent(
        router,
        id -> {
          entries.add(new Entry(id));
          return entries.size() - 1;
        });
  }

  /** The system id of the router with this number. */
  int id(int number) {
    return entries.get(number).id;
  }

  /** The numbers of a router's neighbours, one per adjacency. */
  int[] neighbors(int number) {
    return entries.get(number).neighbors;
  }

  /** The links of a router's adjacencies. */
  int[] links(int number) {
    return entries.get(number).links;
  }

  /** The metrics of a router's adjacencies. */
  int[] metrics(int number) {
    return entries.get(number).metrics;
  }

  /** Whether a router says that it is adjacent to the other over this link. */
  boolean isAdjacent(int number, int other, int link) {
    Entry entry = entries.get(number);
    for (int i = 0; i < entry.links.length; i++) {
      if (entry.links[i] == link && entry.neighbors[i] == other) {
        return true;
      }
    }
    return false;
  }
}
