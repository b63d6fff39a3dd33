package io.outagelab.core.net;

import io.outagelab.core.net.IpAddress.Family;

/**
 * An address prefix: a network and how many of its leading bits count. Ordered by network, then the
 * shorter first, so that a covering prefix comes before what it covers.
 */
public record Prefix(IpAddress network, int length) implements Comparable<Prefix> {
  /** Rejects a length outside the family and bits set beyond the length. */
  public Prefix {
    if (length < 0 || length > network.family().bits()) {
      throw new IllegalArgumentException(
          "a length of %s is 0 to %d, not %d"
              .formatted(network.family(), network.family().bits(), length));
    }
    if (!network.masked(length).equals(network)) {
      throw new IllegalArgumentException(
          "%s/%d has bits set beyond the prefix: %s/%d is meant"
              .formatted(network, length, network.masked(length), length));
    }
  }

  /** Parses {@code 129.134.30.0/24}; a bare address is the prefix of that one host. */
  public static Prefix of(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return host(IpAddress.of(text));
    }
    try {
      return new Prefix(
          IpAddress.of(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a prefix length: '" + text + "'", e);
    }
  }

  /** The prefix that covers just this address. */
  public static Prefix host(IpAddress address) {
    return new Prefix(address, address.family().bits());
  }

  /** The address family. */
  public Family family() {
    return network.family();
  }

  /** Whether the address lies in this prefix. */
  public boolean contains(IpAddress address) {
    return address.family() == family() && address.masked(length).equals(network);
  }

  /** Whether every address of the other prefix lies in this one. */
  public boolean covers(Prefix other) {
    return other.length >= length && contains(other.network);
  }

  @Override
  public int compareTo(Prefix other) {
    int byNetwork = network.compareTo(other.network);
    return byNetwork != 0 ? byNetwork : Integer.compare(length, other.length);
  }

  @Override
  public String toString() {
    return network + "/" + length;
  }
}
