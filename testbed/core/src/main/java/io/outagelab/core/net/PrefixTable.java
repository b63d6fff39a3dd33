package io.outagelab.core.net;

import io.outagelab.core.net.IpAddress.Family;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Values by prefix, looked up by longest match (RFC 4632 §5.1).
 *
 * <p>One hash map per prefix length in use, asked from the longest down: a lookup costs as many
 * probes as there are distinct lengths, which is a handful in every world.
 *
 * @param <V> what a prefix leads to
 */
public final class PrefixTable<V> {
  /** A match: the prefix that won and its value. */
  public record Match<V>(Prefix prefix, V value) {}

  private final NavigableMap<Prefix, V> entries = new TreeMap<>();
  private final NavigableMap<Integer, Map<IpAddress, V>> ipv4 = new TreeMap<>();
  private final NavigableMap<Integer, Map<IpAddress, V>> ipv6 = new TreeMap<>();

  /** Sets the value of a prefix, in place of one already there. */
  public void put(Prefix prefix, V value) {
    entries.put(prefix, value);
    lengths(prefix.family())
        .computeIfAbsent(prefix.length(), length -> new HashMap<>())
        .put(prefix.network(), value);
  }

  /** Removes a prefix; its covering prefixes take over. Returns whether it was there. */
  public boolean remove(Prefix prefix) {
    if (entries.remove(prefix) == null) {
      return false;
    }
    NavigableMap<Integer, Map<IpAddress, V>> lengths = lengths(prefix.family());
    Map<IpAddress, V> networks = lengths.getOrDefault(prefix.length(), Map.of());
    networks.remove(prefix.network());
    if (networks.isEmpty()) {
      lengths.remove(prefix.length());
    }
    return true;
  }

  /** The value of exactly this prefix. */
  public Optional<V> get(Prefix prefix) {
    return Optional.ofNullable(entries.get(prefix));
  }

  /** The longest prefix that contains the address, with its value. */
  public Optional<Match<V>> lookup(IpAddress address) {
    for (var byLength : lengths(address.family()).descendingMap().entrySet()) {
      int length = byLength.getKey();
      IpAddress network = address.masked(length);
      V value = byLength.getValue().get(network);
      if (value != null) {
        return Optional.of(new Match<>(new Prefix(network, length), value));
      }
    }
    return Optional.empty();
  }

  /** Every entry, in the order of prefixes. The view is live and must not be changed. */
  public NavigableMap<Prefix, V> entries() {
    return java.util.Collections.unmodifiableNavigableMap(entries);
  }

  /** How many prefixes there are. */
  public int size() {
    return entries.size();
  }

  private NavigableMap<Integer, Map<IpAddress, V>> lengths(Family family) {
    return family == Family.IPV4 ? ipv4 : ipv6;
  }
}
