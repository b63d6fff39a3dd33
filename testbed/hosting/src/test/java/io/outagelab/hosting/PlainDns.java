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
  Optional<Message> ask(String name, Duration patience) throws IOException {
    Message query =
        Message.newQuery(Record.newRecord(Name.fromString(name + "."), Type.A, DClass.IN));
    byte[] octets = query.toWire();
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
