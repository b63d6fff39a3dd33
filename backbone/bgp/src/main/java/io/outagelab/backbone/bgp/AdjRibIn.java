package io.outagelab.backbone.bgp;

import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The Adj-RIB-In of one peer: its routes as they came, next to what import policy makes of them.
 */
final class AdjRibIn {
  private record Entry(PathAttributes received, Optional<Route> imported) {}

  private final PeerConfig peer;
  private final NavigableMap<Prefix, Entry> entries = new TreeMap<>();
  private IpAddress routerId = IpAddress.ofIpv4(0);

  AdjRibIn(PeerConfig peer) {
    this.peer = peer;
  }

  /** The session is up, with a peer of this BGP Identifier. */
  void open(IpAddress identifier) {
    routerId = identifier;
  }

  /** The session is gone: forgets everything, returns the prefixes that it had. */
  List<Prefix> clear() {
    List<Prefix> prefixes = new ArrayList<>(entries.keySet());
    entries.clear();
    return prefixes;
  }

  /** The peer announced a route. */
  void put(Prefix prefix, PathAttributes received, Optional<Route> imported) {
    entries.put(prefix, new Entry(received, imported));
  }

  /** The peer withdrew a route; returns whether it had announced it. */
  boolean remove(Prefix prefix) {
    return entries.remove(prefix) != null;
  }

  /** How many routes the peer has announced, those that policy drops included. */
  int size() {
    return entries.size();
  }

  /** The prefixes announced, in their order. */
  List<Prefix> prefixes() {
    return List.copyOf(entries.keySet());
  }

  /** The attributes as the peer sent them. */
  Optional<PathAttributes> received(Prefix prefix) {
    return Optional.ofNullable(entries.get(prefix)).map(Entry::received);
  }

  /** What the decision process may choose for this prefix, if policy let it in. */
  Optional<Route> imported(Prefix prefix) {
    Entry entry = entries.get(prefix);
    return entry == null ? Optional.empty() : entry.imported();
  }

  /** The peer that this is about. */
  PeerConfig peer() {
    return peer;
  }

  /** The peer's BGP Identifier. */
  IpAddress routerId() {
    return routerId;
  }
}
