package io.outagelab.assembly;

import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What addresses this lab's sockets use for those that the world publishes, and back. Routing
 * always speaks of published addresses.
 *
 * <p>A bijection, but where one socket answers at several published addresses: then it stands for
 * the first of them.
 */
public final class Addressing {
  private final Optional<Prefix> base;
  private final Map<IpAddress, Integer> placed;
  private final Map<IpAddress, IpAddress> publishedByLab = new HashMap<>();

  private Addressing(Optional<Prefix> base, Map<IpAddress, Integer> placed) {
    this.base = base;
    this.placed = Map.copyOf(placed);
  }

  /** Sockets use the published addresses: the simulator's. */
  public static Addressing published() {
    return new Addressing(Optional.empty(), Map.of());
  }

  /**
   * Sockets use addresses of this /16, with the last two octets of the published one.
   *
   * @param published every IPv4 address of the world, of distinct last two octets
   */
  public static Addressing lab(Prefix base, Collection<IpAddress> published) {
    return placed(base, published, Map.of());
  }

  /**
   * The same, but for some published addresses whose last two octets are given.
   *
   * @param placed several published addresses may have the same here, and then share a lab address
   */
  public static Addressing placed(
      Prefix base, Collection<IpAddress> published, Map<IpAddress, Integer> placed) {
    if (base.length() != 16) {
      throw new IllegalArgumentException("lab addresses take a /16, not " + base);
    }
    Addressing addressing = new Addressing(Optional.of(base), placed);
    for (IpAddress address : published) {
      IpAddress before = addressing.publishedByLab.putIfAbsent(addressing.toLab(address), address);
      if (before != null && !before.equals(address) && !placed.containsKey(address)) {
        throw new IllegalStateException(
            "%s and %s share the lab address %s"
                .formatted(before, address, addressing.toLab(address)));
      }
    }
    return addressing;
  }

  /** The address that sockets use for a published one. */
  public IpAddress toLab(IpAddress published) {
    return base.map(
            prefix ->
                new IpAddress(prefix.family(), 0, prefix.network().low() | lastOctets(published)))
        .orElse(published);
  }

  private long lastOctets(IpAddress published) {
    Integer given = placed.get(published);
    return given != null ? given : published.low() & 0xffffL;
  }

  /** The published address behind one that sockets use; itself if it is none of the lab's. */
  public IpAddress toPublished(IpAddress lab) {
    return publishedByLab.getOrDefault(lab, lab);
  }

  /** Whether nodes share the lab address of their container: they are told apart by ports. */
  public boolean isShared() {
    return !placed.isEmpty();
  }

  /** Whether sockets use other addresses than the published ones: the live modes. */
  public boolean isLive() {
    return base.isPresent();
  }
}
