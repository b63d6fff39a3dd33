package io.outagelab.backbone.bgp;

import io.outagelab.core.net.Prefix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The Adj-RIB-Out of one peer: what it was told, and what it is still to be told.
 *
 * <p>Announcements wait while MinRouteAdvertisementIntervalTimer runs, and what changes meanwhile
 * replaces what waits: only the last state is sent. Withdrawals never wait. RFC 4271 §9.2.1.1 asks
 * for the interval between advertisements of feasible routes only, and bad news that waits makes
 * black holes.
 */
final class AdjRibOut {
  private final NavigableMap<Prefix, PathAttributes> sent = new TreeMap<>();
  private final NavigableMap<Prefix, PathAttributes> waiting = new TreeMap<>();
  private final NavigableSet<Prefix> withdrawn = new TreeSet<>();

  /** What the peer should know of this prefix: these attributes, or that there is no route. */
  void offer(Prefix prefix, Optional<PathAttributes> attributes) {
    if (attributes.isEmpty()) {
      waiting.remove(prefix);
      if (sent.remove(prefix) != null) {
        withdrawn.add(prefix);
      }
    } else if (attributes.get().equals(sent.get(prefix))) {
      waiting.remove(prefix);
    } else {
      waiting.put(prefix, attributes.get());
    }
  }

  /** Whether the peer is still to be told something. */
  boolean hasNews() {
    return !waiting.isEmpty() || !withdrawn.isEmpty();
  }

  /** The UPDATEs that withdraw what has to be withdrawn. */
  List<byte[]> withdrawals() {
    List<byte[]> messages = UpdateEncoder.withdraw(List.copyOf(withdrawn));
    withdrawn.clear();
    return messages;
  }

  /** Whether announcements wait. */
  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  /** The UPDATEs that announce everything that waits, routes with equal attributes together. */
  List<byte[]> announcements() {
    Map<PathAttributes, List<Prefix>> groups = new LinkedHashMap<>();
    waiting.forEach(
        (prefix, attributes) ->
            groups.computeIfAbsent(attributes, key -> new ArrayList<>()).add(prefix));
    List<byte[]> messages = new ArrayList<>();
    groups.forEach(
        (attributes, prefixes) -> messages.addAll(UpdateEncoder.announce(attributes, prefixes)));
    sent.putAll(waiting);
    waiting.clear();
    return messages;
  }

  /** The session is gone: the peer knows nothing any more. */
  void clear() {
    sent.clear();
    waiting.clear();
    withdrawn.clear();
  }

  /** What the peer was told and not told otherwise since. */
  Optional<PathAttributes> sent(Prefix prefix) {
    return Optional.ofNullable(sent.get(prefix));
  }
}
