package io.outagelab.core.net;

import org.jspecify.annotations.Nullable;

/** An address and a port. */
public record Endpoint(IpAddress address, int port) {
  /** Rejects a port outside 0 to 65535. */
  public Endpoint {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
    }
  }

  /** With the address as a literal. */
  public static Endpoint of(String address, int port) {
    return new Endpoint(IpAddress.of(address), port);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Endpoint that && port == that.port && address.equals(that.address);
  }

  @Override
  public int hashCode() {
    return 31 * address.hashCode() + port;
  }

  @Override
  public String toString() {
    return (address.isIpv6() ? "[" + address + "]" : address.toString()) + ":" + port;
  }
}
