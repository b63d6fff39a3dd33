package io.outagelab.edge;

import io.outagelab.core.net.Endpoint;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Sends text by datagrams to one server, and waits for its answers. */
record TextClient(DatagramSocket socket) implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int LONGEST = 100;

  /** A client of this server. */
  static TextClient of(InetSocketAddress server) throws IOException {
    DatagramSocket socket = new DatagramSocket();
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(server);
    return new TextClient(socket);
  }

  /** A port of this address that nobody has at the moment. */
  static InetSocketAddress free(String address) throws IOException {
    try (DatagramSocket probe = new DatagramSocket(0, InetAddress.getByName(address))) {
      return new InetSocketAddress(probe.getLocalAddress(), probe.getLocalPort());
    }
  }

  /** Where it sends from. */
  Endpoint endpoint() {
    return Wire.endpoint(socket.getLocalSocketAddress());
  }

  void send(String text) throws IOException {
    byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
    socket.send(new DatagramPacket(octets, octets.length));
  }

  String received() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[LONGEST], LONGEST);
    socket.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    socket.close();
  }
}
