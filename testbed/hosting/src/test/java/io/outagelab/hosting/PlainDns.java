package io.outagelab.hosting;

import io.outagelab.core.net.IpAddress;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Asks over UDP as a guest does, from an address that is nobody's. */
record PlainDns(String server, int port) {
  private static final int SILENCE_MILLIS = 1_000;

  /** Asks so often at once, has something done, and counts the answers. */
  int flood(String name, int times, Runnable afterwards) throws IOException {
    byte[] octets = query(name);
    try (DatagramSocket socket = new DatagramSocket(0, IpAddress.of("127.0.0.1").toInetAddress())) {
      for (int i = 0; i < times; i++) {
        socket.send(
            new DatagramPacket(octets, octets.length, IpAddress.of(server).toInetAddress(), port));
      }
      afterwards.run();
      socket.setSoTimeout(SILENCE_MILLIS);
      int answers = 0;
      try {
        while (answers < times) {
          socket.receive(new DatagramPacket(new byte[4096], 4096));
          answers++;
        }
      } catch (SocketTimeoutException e) {
        // All have come that will.
      }
      return answers;
    }
  }

  private static byte[] query(String name) throws IOException {
    return Message.newQuery(Record.newRecord(Name.fromString(name + "."), Type.A, DClass.IN))
        .toWire();
  }

  Optional<Message> ask(String name, Duration patience) throws IOException {
    byte[] octets = query(name);
    try (DatagramSocket socket = new DatagramSocket(0, IpAddress.of("127.0.0.1").toInetAddress())) {
      socket.setSoTimeout((int) patience.toMillis());
      socket.send(
          new DatagramPacket(octets, octets.length, IpAddress.of(server).toInetAddress(), port));
      DatagramPacket reply = new DatagramPacket(new byte[4096], 4096);
      socket.receive(reply);
      byte[] answer = Arrays.copyOf(reply.getData(), reply.getLength());
      return Optional.of(new Message(answer));
    } catch (SocketTimeoutException e) {
      return Optional.empty();
    }
  }
}
