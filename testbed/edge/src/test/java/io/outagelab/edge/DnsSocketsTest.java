package io.outagelab.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Transport;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real sockets on loopback; the test's own thread is the one that polls. */
@Timeout(20)
class DnsSocketsTest {
  private static final IpAddress LISTENING = IpAddress.of("127.53.200.1");
  private static final IpAddress ASKING = IpAddress.of("127.53.200.2");

  private record Heard(
      boolean isReply, Transport transport, Endpoint remote, Endpoint local, String text) {}

  private final List<Heard> heard = new ArrayList<>();
  private int port;
  private DnsSockets sockets;

  @BeforeEach
  void listen() throws IOException {
    port = freePort();
    sockets =
        new DnsSockets(
            port,
            new DnsListener() {
              @Override
              public void query(
                  Transport transport, Endpoint client, Endpoint local, byte[] message) {
                heard.add(new Heard(false, transport, client, local, text(message)));
              }

              @Override
              public void reply(
                  Transport transport, Endpoint server, Endpoint local, byte[] message) {
                heard.add(new Heard(true, transport, server, local, text(message)));
              }
            });
    sockets.listen(LISTENING, "test server");
  }

  @AfterEach
  void close() {
    sockets.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, LISTENING.toInetAddress())) {
      return probe.getLocalPort();
    }
  }

  private static String text(byte[] message) {
    return new String(message, StandardCharsets.UTF_8);
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Heard next() {
    while (heard.isEmpty()) {
      sockets.poll(Duration.ofMillis(100));
    }
    return heard.removeFirst();
  }

  @Test
  void answersADatagramFromTheAddressItWasSentTo() throws IOException {
    try (DatagramSocket client = new DatagramSocket()) {
      client.send(new DatagramPacket(octets("query"), 5, LISTENING.toInetAddress(), port));
      Heard query = next();

      assertThat(query.text()).isEqualTo("query");
      assertThat(query.local()).isEqualTo(new Endpoint(LISTENING, 53));
      sockets.answer(Transport.UDP, query.local(), query.remote(), octets("answer"));

      DatagramPacket answer = new DatagramPacket(new byte[100], 100);
      client.receive(answer);
      assertThat(new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8))
          .isEqualTo("answer");
      assertThat(answer.getAddress()).isEqualTo(LISTENING.toInetAddress());
    }
  }

  @Test
  void asksOverUdpFromTheAskersOwnAddressAndPort() {
    Endpoint asker = new Endpoint(ASKING, 40_123);
    sockets.ask(Transport.UDP, asker, new Endpoint(LISTENING, 53), octets("q"));
    Heard query = next();
    assertThat(query.remote()).isEqualTo(asker);
    assertThat(sockets.isAsking(asker)).isTrue();

    sockets.answer(Transport.UDP, query.local(), query.remote(), octets("a"));
    Heard reply = next();

    assertThat(reply)
        .isEqualTo(new Heard(true, Transport.UDP, new Endpoint(LISTENING, 53), asker, "a"));
    assertThat(sockets.isAsking(asker)).isFalse();
  }

  @Test
  void asksOverTcpAndClosesWithTheReply() {
    Endpoint asker = new Endpoint(ASKING, 40_124);
    sockets.ask(Transport.TCP, asker, new Endpoint(LISTENING, 53), octets("q".repeat(3_000)));
    Heard query = next();
    assertThat(query.text()).hasSize(3_000);

    sockets.answer(Transport.TCP, query.local(), query.remote(), octets("a".repeat(60_000)));
    Heard reply = next();

    assertThat(reply.isReply()).isTrue();
    assertThat(reply.text()).hasSize(60_000);
    assertThat(sockets.isAsking(asker)).isFalse();
  }

  /** RFC 7766 §6.2.1.1: queries may follow each other without waiting, answers in any order. */
  @Test
  void takesPipelinedQueriesOnOneConnectionEvenByteByByte() throws IOException {
    try (Socket client = new Socket(LISTENING.toInetAddress(), port)) {
      DataOutputStream out = new DataOutputStream(client.getOutputStream());
      for (byte octet : new byte[] {0, 3, 'o', 'n', 'e', 0, 3, 't', 'w', 'o'}) {
        out.write(octet);
        out.flush();
      }
      Heard one = next();
      Heard two = next();
      assertThat(List.of(one.text(), two.text())).containsExactly("one", "two");

      sockets.answer(Transport.TCP, two.local(), two.remote(), octets("2"));
      sockets.answer(Transport.TCP, one.local(), one.remote(), octets("1"));
      client.setSoTimeout(100);
      assertThat(List.of(read(client), read(client))).containsExactly("2", "1");
    }
  }

  private String read(Socket client) throws IOException {
    DataInputStream in = new DataInputStream(client.getInputStream());
    while (in.available() == 0) {
      sockets.poll(Duration.ofMillis(10));
    }
    return text(in.readNBytes(in.readUnsignedShort()));
  }

  @Test
  void aClientThatGoesAwayHalfWayDisturbsNobody() throws IOException {
    try (Socket rude = new Socket(LISTENING.toInetAddress(), port)) {
      rude.getOutputStream().write(new byte[] {0, 99, 1, 2});
      rude.setSoLinger(true, 0);
    }
    try (DatagramSocket client = new DatagramSocket()) {
      client.send(new DatagramPacket(octets("on"), 2, LISTENING.toInetAddress(), port));
      assertThat(next().text()).isEqualTo("on");
    }
  }

  @Test
  void aTakenPortIsOneClearErrorThatNamesRolePortAndOption() throws IOException {
    try (DnsSockets second = new DnsSockets(port, new Deaf())) {
      assertThatThrownBy(() -> second.listen(LISTENING, "a.ns"))
          .isInstanceOf(LabConfigurationException.class)
          .hasMessageContaining("a.ns cannot listen for DNS on 127.53.200.1 port " + port)
          .hasMessageContaining("--dns-port");
    }
  }

  @Test
  void datagramsFromStrangersAreNoReplies() throws IOException {
    Endpoint asker = new Endpoint(ASKING, 40_125);
    sockets.ask(Transport.UDP, asker, new Endpoint(LISTENING, 53), octets("q"));
    Heard query = next();
    try (DatagramSocket stranger = new DatagramSocket()) {
      stranger.send(new DatagramPacket(octets("forged"), 6, ASKING.toInetAddress(), asker.port()));
      sockets.answer(Transport.UDP, query.local(), query.remote(), octets("true"));
      assertThat(next().text()).isEqualTo("true");
    }
  }

  private static final class Deaf implements DnsListener {
    @Override
    public void query(Transport transport, Endpoint client, Endpoint local, byte[] message) {}

    @Override
    public void reply(Transport transport, Endpoint server, Endpoint local, byte[] message) {}
  }
}
