package io.outagelab.assembly;

import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The bijection between the addresses that the world publishes and those that this lab's sockets
 * use. Routing always speaks of published addresses.
 */
public final class Addressing {
  private final Optional<Prefix> base;
  private final Map<IpAddress, IpAddress> publishedByLab = new HashMap<>();

  private Addressing(Optional<Prefix> base) {
    this.base = base;
  }

  /** Sockets use the published addresses: the simulator's. */
  public static Addressing published() {
    return new Addressing(Optional.empty());
  }

  /**
   * Sockets use addresses of this /16, with the last two octets of the published one.
   *
   * @param published every IPv4 address of the world, of distinct last two octets
   */
  public static Addressing lab(Prefix base, Collection<IpAddress> published) {
    if (base.length() != 16) {
      throw new IllegalArgumentException("lab addresses take a /16, not " + base);
    }
    Addressing addressing = new Addressing(Optional.of(base));
    for (IpAddress address : published) {
      IpAddress before = addressing.publishedByLab.put(addressing.toLab(address), address);
      if (before != null && !before.equals(address)) {
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
                new IpAddress(
                    prefix.family(), 0, prefix.network().low() | (published.low() & 0xffffL)))
        .orElse(published);
  }

  /** The published address behind one that sockets use; itself if it is none of the lab's. */
  public IpAddress toPublished(IpAddress lab) {
    return publishedByLab.getOrDefault(lab, lab);
  }

  /** Whether sockets use other addresses than the published ones: the live modes. */
  public boolean isLive() {
    return base.isPresent();
  }
}
