package io.outagelab.console.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.authoritative.Authority;
import io.outagelab.authoritative.QueryCounts;
import io.outagelab.authoritative.zone.ZoneFile;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.dns.DnsNames;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A name server on sockets of its own. */
@Tag("embedded")
class AuthoritativeServerTest {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int RELOADS = 200;

  private final InetSocketAddress address = freeAddress();

  private static InetSocketAddress freeAddress() {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("127.54.253.1"))) {
      return new InetSocketAddress(probe.getInetAddress(), probe.getLocalPort());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private final Listening listening = Listening.on(List.of(address));

  private static Authority authority(long serial) {
    String text =
        """
        $TTL 60
        @ SOA ns hostmaster %d 7200 3600 1209600 60
        @ NS ns
        ns A 192.0.2.1
        """
            .formatted(serial);
    return new Authority(
        ZoneSet.of(List.of(ZoneFile.parse("example.zone", text, DnsNames.of("example")))), "test");
  }

  private static byte[] query(int id) throws IOException {
    Message query =
        Message.newQuery(Record.newRecord(Name.fromString("example."), Type.SOA, DClass.IN));
    query.getHeader().setID(id);
    return query.toWire();
  }

  private static long serial(byte[] response) throws IOException {
    return ((SOARecord) new Message(response).getSection(Section.ANSWER).getFirst()).getSerial();
  }

  private byte[] askByDatagram(DatagramSocket socket, int id) throws IOException {
    byte[] query = query(id);
    socket.send(new DatagramPacket(query, query.length, address));
    DatagramPacket reply = new DatagramPacket(new byte[1500], 1500);
    socket.receive(reply);
    return Arrays.copyOf(reply.getData(), reply.getLength());
  }

  private static DatagramSocket client() throws IOException {
    DatagramSocket socket = new DatagramSocket();
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  @Test
  void answersDatagramsAndConnections() throws IOException {
    try (AuthoritativeServer server =
            new AuthoritativeServer(listening, 2, Optional.empty(), authority(7));
        DatagramSocket client = client();
        Socket connection = new Socket(address.getAddress(), address.getPort())) {
      assertThat(serial(askByDatagram(client, 1))).isEqualTo(7);

      // Several questions before the first answer (RFC 7766 §6.2.1.1).
      connection.setSoTimeout(PATIENCE_MILLIS);
      DataOutputStream out = new DataOutputStream(connection.getOutputStream());
      for (int id = 1; id <= 3; id++) {
        byte[] query = query(id);
        out.writeShort(query.length);
        out.write(query);
      }
      DataInputStream in = new DataInputStream(connection.getInputStream());
      for (int id = 1; id <= 3; id++) {
        byte[] response = in.readNBytes(in.readUnsignedShort());
        assertThat(new Message(response).getHeader().getID()).isEqualTo(id);
        assertThat(serial(response)).isEqualTo(7);
      }
      assertThat(server.authority().zones().zones()).hasSize(1);
    }
  }

  /** A socket that is connected takes nothing from elsewhere. */
  @Test
  void answersFromTheAddressThatWasAsked() throws IOException {
    InetSocketAddress other =
        new InetSocketAddress(InetAddress.getByName("127.54.253.2"), address.getPort());
    byte[] transfer =
        Message.newQuery(Record.newRecord(Name.fromString("example."), Type.AXFR, DClass.IN))
            .toWire();
    try (AuthoritativeServer server =
        new AuthoritativeServer(
            Listening.on(List.of(address, other)), 2, Optional.empty(), authority(1))) {
      server.handTo(
          (transport, asker, local, message) -> server.answer(transport, local, asker, message),
          new QueryCounts());
      for (InetSocketAddress asked : List.of(address, other)) {
        try (DatagramSocket client = client();
            Socket connection = new Socket(asked.getAddress(), asked.getPort())) {
          client.connect(asked);
          connection.setSoTimeout(PATIENCE_MILLIS);
          DataInputStream in = new DataInputStream(connection.getInputStream());
          DatagramPacket reply = new DatagramPacket(new byte[1500], 1500);

          for (byte[] message : List.of(query(1), transfer)) {
            client.send(new DatagramPacket(message, message.length));
            client.receive(reply);
            assertThat(new Message(Arrays.copyOf(reply.getData(), reply.getLength())).getHeader())
                .extracting(Header::getID)
                .isEqualTo(new Message(message).getHeader().getID());
            write(connection, message);
            assertThat(new Message(in.readNBytes(in.readUnsignedShort())).getHeader().getID())
                .isEqualTo(new Message(message).getHeader().getID());
          }
        }
      }
    }
  }

  /** Each answer is of the zone before or after, never of none. */
  @Test
  void losesNoQueryWhenZonesChange() throws IOException {
    try (AuthoritativeServer server =
            new AuthoritativeServer(listening, 1, Optional.empty(), authority(0));
        DatagramSocket client = client()) {
      for (int serial = 1; serial <= RELOADS; serial++) {
        byte[] query = query(serial);
        client.send(new DatagramPacket(query, query.length, address));
        server.serve(authority(serial));
        DatagramPacket reply = new DatagramPacket(new byte[1500], 1500);
        client.receive(reply);
        assertThat(serial(Arrays.copyOf(reply.getData(), reply.getLength())))
            .isBetween(serial - 1L, (long) serial);
      }
      assertThat(serial(askByDatagram(client, 1))).isEqualTo(RELOADS);
    }
  }

  /** RFC 1035 §4.1.1: a response is no query; who sends one on a connection waits for nothing. */
  @Test
  void closesTheConnectionOfWhoeverSendsNoQuery() throws IOException {
    try (AuthoritativeServer server =
            new AuthoritativeServer(listening, 1, Optional.empty(), authority(1));
        Socket connection = new Socket(address.getAddress(), address.getPort())) {
      connection.setSoTimeout(PATIENCE_MILLIS);
      byte[] response = query(1);
      response[2] |= (byte) 0x80;
      write(connection, response);

      assertThat(connection.getInputStream().read()).isEqualTo(-1);
      assertThat(server.failures()).isZero();
    }
  }

  private static void write(Socket connection, byte[] message) throws IOException {
    DataOutputStream out = new DataOutputStream(connection.getOutputStream());
    out.writeShort(message.length);
    out.write(message);
  }

  /** A message that the code fails on costs its sender the connection, and nobody else anything. */
  @Test
  void servesOnAfterAFailure() throws IOException {
    try (AuthoritativeServer server =
            new AuthoritativeServer(listening, 1, Optional.empty(), authority(1));
        Socket unlucky = new Socket(address.getAddress(), address.getPort());
        Socket other = new Socket(address.getAddress(), address.getPort());
        DatagramSocket client = client()) {
      server.handTo(
          (transport, asker, local, message) -> {
            throw new IllegalStateException("of this test");
          },
          new QueryCounts());
      unlucky.setSoTimeout(PATIENCE_MILLIS);
      other.setSoTimeout(PATIENCE_MILLIS);
      byte[] transfer =
          Message.newQuery(Record.newRecord(Name.fromString("example."), Type.AXFR, DClass.IN))
              .toWire();
      write(unlucky, transfer);
      client.send(new DatagramPacket(transfer, transfer.length, address));

      assertThat(unlucky.getInputStream().read()).isEqualTo(-1);
      write(other, query(2));
      DataInputStream in = new DataInputStream(other.getInputStream());
      assertThat(serial(in.readNBytes(in.readUnsignedShort()))).isEqualTo(1);
      assertThat(serial(askByDatagram(client, 3))).isEqualTo(1);
      assertThat(server.failures()).isEqualTo(2);
    }
  }

  /**
   * What is no exception but an error leaves nothing to rely on: whoever runs the server ends it.
   */
  @Test
  @Timeout(30)
  void saysThatAThreadHasEndedByAnError() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    try (AuthoritativeServer server =
            new AuthoritativeServer(listening, 2, Optional.empty(), authority(1));
        Socket unlucky = new Socket(address.getAddress(), address.getPort())) {
      server.onFatal(told::countDown);
      server.handTo(
          (transport, asker, local, message) -> {
            throw new StackOverflowError("of this test");
          },
          new QueryCounts());

      write(
          unlucky,
          Message.newQuery(Record.newRecord(Name.fromString("example."), Type.AXFR, DClass.IN))
              .toWire());

      told.await();
      assertThat(server.isFatal()).isTrue();
    }
  }

  /** Queries that came before the end are answered before it, on sockets of both kinds. */
  @Test
  void answersWhatHasBeenAskedBeforeItStops() throws IOException {
    int each = 50;
    AuthoritativeServer server =
        new AuthoritativeServer(listening, 2, Optional.empty(), authority(1));
    try (DatagramSocket client = client();
        Socket connection = new Socket(address.getAddress(), address.getPort())) {
      connection.setSoTimeout(PATIENCE_MILLIS);
      connection.setTcpNoDelay(true);
      write(connection, query(0));
      DataInputStream in = new DataInputStream(connection.getInputStream());
      assertThat(serial(in.readNBytes(in.readUnsignedShort()))).isEqualTo(1);
      for (int id = 1; id <= each; id++) {
        byte[] query = query(id);
        client.send(new DatagramPacket(query, query.length, address));
        write(connection, query);
      }

      server.close();

      for (int id = 1; id <= each; id++) {
        DatagramPacket reply = new DatagramPacket(new byte[1500], 1500);
        client.receive(reply);
        assertThat(serial(in.readNBytes(in.readUnsignedShort()))).isEqualTo(1);
      }
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void countsQueriesWithTheLabelsOfCoreDns() throws IOException {
    try (AuthoritativeServer server =
            new AuthoritativeServer(listening, 2, Optional.empty(), authority(1));
        DatagramSocket client = client()) {
      askByDatagram(client, 1);
      askByDatagram(client, 2);

      String labels =
          "{server=\"dns://%s:%d\",zone=\".\",view=\"\""
              .formatted(address.getHostString(), address.getPort());
      assertThat(server.metrics())
          .contains("# TYPE outagelab_dns_requests_total counter")
          .contains(
              "outagelab_dns_requests_total%s,proto=\"udp\",family=\"1\",type=\"SOA\"} 2"
                  .formatted(labels))
          .contains("outagelab_dns_responses_total%s,rcode=\"NOERROR\"} 2".formatted(labels))
          .contains("outagelab_dns_panics_total%s} 0".formatted(labels))
          .contains("outagelab_dns_zones%s} 1".formatted(labels));
    }
  }

  @Test
  void saysWhichAddressIsTaken() {
    try (AuthoritativeServer server =
        new AuthoritativeServer(listening, 1, Optional.empty(), authority(1))) {
      assertThatThrownBy(
              () -> new AuthoritativeServer(listening, 1, Optional.empty(), server.authority()))
          .isInstanceOf(LabConfigurationException.class)
          .hasMessageContaining(Integer.toString(address.getPort()));
    }
  }
}
