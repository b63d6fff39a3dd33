package io.outagelab.console.serve;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a name server listens.
 *
 * @param addresses of this machine, at least one; what comes to one is answered from there
 * @param port at all of them
 */
public record Listening(List<IpAddress> addresses, int port) {
  /** Checks the parts. */
  public Listening {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty() || addresses.stream().distinct().count() < addresses.size()) {
      throw new LabConfigurationException(
          "a server listens on at least one address, and on each once, not " + addresses);
    }
  }

  /**
   * Listens on all of these.
   *
   * @throws LabConfigurationException if one is no address that can be listened on, one is there
   *     twice, or the ports differ
   */
  public static Listening on(List<InetSocketAddress> sockets) {
    for (InetSocketAddress socket : sockets) {
      if (socket.isUnresolved()
          || socket.getPort() == 0
          || socket.getAddress().isAnyLocalAddress()) {
        // With a wildcard, answers would leave from whatever address the route has.
        throw new LabConfigurationException(
            "--listen is an address of this machine and a port above 0, not " + socket);
      }
      if (socket.getAddress() instanceof Inet6Address ipv6 && ipv6.isLinkLocalAddress()) {
        throw new LabConfigurationException(
            "--listen is an address that is known beyond its link, not " + socket);
      }
    }
    List<Integer> ports = sockets.stream().map(InetSocketAddress::getPort).distinct().toList();
    if (ports.size() > 1) {
      throw new LabConfigurationException("--listen has one port for all addresses, not " + ports);
    }
    return new Listening(
        sockets.stream().map(socket -> IpAddress.of(socket.getAddress())).toList(),
        ports.getFirst());
  }

  /** The first address alone. */
  public Listening first() {
    return new Listening(List.of(addresses.getFirst()), port);
  }

  /** How many addresses there are of the family that has the most. */
  int mostOfAFamily() {
    long ipv6 = addresses.stream().filter(IpAddress::isIpv6).count();
    return (int) Math.max(ipv6, addresses.size() - ipv6);
  }

  /** An address of them, for the JDK. */
  InetSocketAddress socket(IpAddress address) {
    return new InetSocketAddress(address.toInetAddress(), port);
  }

  @Override
  public String toString() {
    return addresses.stream()
        .map(address -> new Endpoint(address, port).toString())
        .collect(Collectors.joining(", "));
  }
}
