package io.outagelab.authoritative.zone;

import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;

/** Searches among nodes in the canonical order of their names (RFC 4034 §6.1). */
final class CanonicalOrder {
  private CanonicalOrder() {}

  /** The index of the last node at or before the name in canonical order; -1 if there is none. */
  static int floor(List<ZoneNode> nodes, Name name) {
    int low = 0;
    int high = nodes.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (nodes.get(middle).name().compareTo(name) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  /** The node of exactly this name. */
  static Optional<ZoneNode> find(List<ZoneNode> nodes, Name name) {
    int floor = floor(nodes, name);
    return floor >= 0 && nodes.get(floor).name().equals(name)
        ? Optional.of(nodes.get(floor))
        : Optional.empty();
  }

  /** The name one label longer than the encloser, towards the name (RFC 5155 §1.3). */
  static Name nextCloser(Name name, Name encloser) {
    int strip = name.labels() - encloser.labels() - 1;
    return strip == 0 ? name : new Name(name, strip);
  }

  /** These nodes without repetition, in order. */
  static List<ZoneNode> distinct(ZoneNode first, ZoneNode second) {
    return first.name().equals(second.name()) ? List.of(first) : List.of(first, second);
  }
}
