package io.outagelab.edge;

import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** Turns endpoints into the JDK's socket addresses and back, datagrams into octets. */
final class Wire {
  /** More than any datagram holds. */
  static final int MAX_DATAGRAM = 65_536;

  /** No query is longer; longer ones would only cost memory, and time to read. */
  static final int MAX_QUERY = 4_096;

  private static final byte[] NOTHING = {};

  private Wire() {}

  /** A socket of both families would take the kernel a detour for every packet. */
  static ProtocolFamily family(InetSocketAddress local) {
    return local.getAddress() instanceof Inet4Address
        ? StandardProtocolFamily.INET
        : StandardProtocolFamily.INET6;
  }

  /** The JDK's word for an endpoint. */
  static InetSocketAddress socketAddress(Endpoint endpoint) {
    return new InetSocketAddress(endpoint.address().toInetAddress(), endpoint.port());
  }

  /** The endpoint of a socket address. */
  static Endpoint endpoint(SocketAddress address) {
    InetSocketAddress inet = (InetSocketAddress) address;
    return new Endpoint(IpAddress.of(inet.getAddress()), inet.getPort());
  }

  /** What has been read into the buffer. */
  static byte[] taken(ByteBuffer buffer) {
    byte[] octets = new byte[buffer.flip().remaining()];
    buffer.get(octets);
    return octets;
  }

  /** The datagram that waits, if it comes from this sender; else it is dropped: no octets. */
  static byte[] receiveFrom(DatagramChannel channel, Endpoint sender, ByteBuffer buffer)
      throws IOException {
    SocketAddress from = channel.receive(buffer.clear());
    return from != null && endpoint(from).equals(sender) ? taken(buffer) : NOTHING;
  }
}
