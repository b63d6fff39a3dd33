package io.outagelab.authoritative.dnssec.interop;

import io.outagelab.authoritative.Authority;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Transport;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Optional;

/** Puts an authority on a free port of 127.0.0.1, by UDP and TCP: simple, and only for tests. */
final class LoopbackHost implements AutoCloseable {
  static final String LOOPBACK = "127.0.0.1";

  private static final int MAX_DATAGRAM = 65_535;

  private interface Talk {
    void run() throws IOException;
  }

  private final Authority authority;
  private final ServerSocket connections;
  private final DatagramSocket datagrams;

  LoopbackHost(Authority authority) {
    this.authority = authority;
    try {
      InetSocketAddress address = at(freePort());
      this.connections = new ServerSocket();
      this.connections.bind(address);
      this.datagrams = new DatagramSocket(address);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    background(this::receive);
    background(this::accept);
  }

  /** A port that nobody listens on, by UDP and TCP. */
  static int freePort() {
    for (int attempt = 0; attempt < 100; attempt++) {
      try (ServerSocket tcp = new ServerSocket(0, 1, at(0).getAddress());
          DatagramSocket udp = new DatagramSocket(tcp.getLocalSocketAddress())) {
        return udp.getLocalPort();
      } catch (IOException e) {
        // Taken by somebody's datagrams: another one.
      }
    }
    throw new IllegalStateException("no port is free");
  }

  /** This port of loopback. */
  static InetSocketAddress at(int port) {
    return new InetSocketAddress(IpAddress.of(LOOPBACK).toInetAddress(), port);
  }

  int port() {
    return connections.getLocalPort();
  }

  private static void background(Talk talk) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                talk.run();
              } catch (IOException e) {
                // The socket was closed, here or there.
              }
            });
  }

  private void receive() throws IOException {
    while (true) {
      DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
      datagrams.receive(packet);
      byte[] query = Arrays.copyOf(packet.getData(), packet.getLength());
      Optional<byte[]> answer = authority.answer(query, Transport.UDP);
      if (answer.isPresent()) {
        byte[] octets = answer.get();
        datagrams.send(new DatagramPacket(octets, octets.length, packet.getSocketAddress()));
      }
    }
  }

  private void accept() throws IOException {
    while (true) {
      Socket socket = connections.accept();
      background(() -> serve(socket));
    }
  }

  private void serve(Socket client) throws IOException {
    try (Socket socket = client) {
      DataInputStream input = new DataInputStream(socket.getInputStream());
      DataOutputStream output = new DataOutputStream(socket.getOutputStream());
      while (true) {
        byte[] query = input.readNBytes(input.readUnsignedShort());
        byte[] answer = authority.answer(query, Transport.TCP).orElseThrow();
        byte[] framed = new byte[answer.length + 2];
        framed[0] = (byte) (answer.length >> 8);
        framed[1] = (byte) answer.length;
        System.arraycopy(answer, 0, framed, 2, answer.length);
        output.write(framed);
        output.flush();
      }
    }
  }

  @Override
  public void close() {
    try {
      connections.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    datagrams.close();
  }
}
