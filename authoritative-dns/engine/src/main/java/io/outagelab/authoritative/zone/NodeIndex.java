package io.outagelab.authoritative.zone;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * The nodes of a zone by name. An open-addressed table, because a zone may have a million names and
 * the entries of a map are larger than the nodes. Immutable.
 */
final class NodeIndex {
  /** A power of two, at most two thirds full; whose name finds its place taken goes to the next. */
  private final @Nullable ZoneNode[] slots;

  NodeIndex(List<ZoneNode> nodes) {
    this.slots = new @Nullable ZoneNode[Integer.highestOneBit(nodes.size() * 3 / 2 + 1) * 2];
    for (ZoneNode node : nodes) {
      slots[slot(node.name())] = node;
    }
  }

  /** What is stored at exactly this name. */
  Optional<ZoneNode> find(Name name) {
    return Optional.ofNullable(slots[slot(name)]);
  }

  /** Where this name is, or would be. */
  private int slot(Name name) {
    int hash = name.hashCode() * 0x9e3779b9;
    int slot = (hash ^ (hash >>> 16)) & (slots.length - 1);
    ZoneNode there = slots[slot];
    while (there != null && !there.name().equals(name)) {
      slot = (slot + 1) & (slots.length - 1);
      there = slots[slot];
    }
    return slot;
  }
}
