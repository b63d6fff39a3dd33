package io.outagelab.edge;

import static io.outagelab.edge.Ear.octets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Transport;
import io.outagelab.edge.Ear.Heard;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real sockets on loopback; the test's own thread is the one that polls. */
@Timeout(20)
class DnsSocketsTest {
  private static final IpAddress LISTENING = IpAddress.of("127.53.200.1");
  private static final IpAddress ASKING = IpAddress.of("127.53.200.2");

  private final Ear ear = new Ear();
  private int port;
  private DnsSockets sockets;

  @BeforeEach
  void listen() throws IOException {
    port = freePort();
    sockets = new DnsSockets(port, ear);
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

  private Heard next() {
    return ear.next(sockets);
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
    assertThat(sockets.isAsking(Transport.UDP, asker)).isTrue();

    sockets.answer(Transport.UDP, query.local(), query.remote(), octets("a"));
    Heard reply = next();

    assertThat(reply)
        .isEqualTo(new Heard(true, Transport.UDP, new Endpoint(LISTENING, 53), asker, "a"));
    assertThat(sockets.isAsking(Transport.UDP, asker)).isFalse();
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
    assertThat(sockets.asking()).isZero();
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
    return Ear.text(in.readNBytes(in.readUnsignedShort()));
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
    try (DnsSockets second = new DnsSockets(port, new Ear())) {
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

  /** A stub knows of its own questions alone; others at its address may have drawn the port. */
  @ParameterizedTest
  @EnumSource(names = {"UDP", "TCP"})
  void questionsThatDrewTheSamePortAreBothAnswered(Transport transport) {
    Endpoint asker = new Endpoint(ASKING, 40_126);
    sockets.ask(transport, asker, new Endpoint(LISTENING, 53), octets("one"));
    sockets.ask(transport, asker, new Endpoint(LISTENING, 53), octets("two"));
    List<String> replies = new ArrayList<>();
    while (replies.size() < 2) {
      Heard message = next();
      if (message.isReply()) {
        assertThat(message.local()).isEqualTo(asker);
        replies.add(message.text());
      } else {
        assertThat(sockets.isAsking(transport, message.remote())).isTrue();
        sockets.answer(transport, message.local(), message.remote(), octets(message.text()));
      }
    }
    assertThat(replies).containsExactlyInAnyOrder("one", "two");
    assertThat(sockets.asking()).isZero();
    assertThat(sockets.dropped()).isZero();
  }

  @Test
  void aPortThatAnotherProgramHoldsCostsNoQuestion() throws IOException {
    try (DatagramSocket other = new DatagramSocket(0, ASKING.toInetAddress())) {
      Endpoint asker = new Endpoint(ASKING, other.getLocalPort());
      sockets.ask(Transport.UDP, asker, new Endpoint(LISTENING, 53), octets("q"));
      Heard query = next();
      assertThat(query.remote()).isNotEqualTo(asker);

      sockets.answer(Transport.UDP, query.local(), query.remote(), octets("a"));

      assertThat(next().local()).isEqualTo(asker);
    }
  }

  @Test
  void anAskerWithoutBoundLosesItsOwnOldestQuestionAndNobodyElses() {
    Endpoint modest = new Endpoint(IpAddress.of("127.53.200.3"), 40_127);
    Endpoint nowhere = new Endpoint(IpAddress.of("127.53.200.4"), 40_128);
    sockets.ask(Transport.UDP, modest, nowhere, octets("q"));
    for (int i = 0; i < AskingSockets.MAX_PER_ADDRESS + 10; i++) {
      sockets.ask(Transport.UDP, new Endpoint(ASKING, 20_000 + i), nowhere, octets("q"));
    }
    assertThat(sockets.asking()).isEqualTo(AskingSockets.MAX_PER_ADDRESS + 1);
    assertThat(sockets.isAsking(Transport.UDP, modest)).isTrue();
    assertThat(sockets.isAsking(Transport.UDP, new Endpoint(ASKING, 20_000))).isFalse();
  }

  @Test
  void aServerThatRefusesTheConnectionEndsTheQuestion() {
    sockets.ask(
        Transport.TCP,
        new Endpoint(ASKING, 40_129),
        new Endpoint(IpAddress.of("127.53.200.4"), 53),
        octets("q"));
    while (sockets.asking() > 0) {
      sockets.poll(Duration.ofMillis(10));
    }
    assertThat(sockets.dropped()).isEqualTo(1);
  }

  @Test
  void aClientThatSendsNoMoreStillGetsItsAnswer() throws IOException {
    try (Socket client = new Socket(LISTENING.toInetAddress(), port)) {
      client.getOutputStream().write(new byte[] {0, 1, 'q'});
      client.shutdownOutput();
      Heard query = next();
      sockets.poll(Duration.ofMillis(10));
      sockets.answer(Transport.TCP, query.local(), query.remote(), octets("late"));

      assertThat(read(client)).isEqualTo("late");
      while (sockets.connections() > 0) {
        sockets.poll(Duration.ofMillis(10));
      }
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aClientThatDoesNotReadIsCutOff() throws IOException {
    try (Socket client = new Socket(LISTENING.toInetAddress(), port)) {
      client.getOutputStream().write(new byte[] {0, 1, 'q'});
      Heard query = next();
      byte[] answer = new byte[60_000];
      for (int i = 0; i < 1_000 && sockets.connections() > 0; i++) {
        sockets.answer(Transport.TCP, query.local(), query.remote(), answer);
        sockets.poll(Duration.ZERO);
      }
      assertThat(sockets.connections()).isZero();
      assertThat(sockets.dropped()).isPositive();
    }
  }

  @Test
  void aConnectionThatIsResetIsForgottenAtOnce() throws IOException {
    try (Socket rude = new Socket(LISTENING.toInetAddress(), port)) {
      rude.getOutputStream().write(new byte[] {0, 1, 'q'});
      next();
      rude.setSoLinger(true, 0);
    }
    while (sockets.connections() > 0) {
      sockets.poll(Duration.ofMillis(10));
    }
  }

  /** RFC 7766 §6.2.2 lets a server close what it must; not what is in use before what is idle. */
  @Test
  void aFloodOfConnectionsPushesOutIdleOnesFirst() throws IOException {
    List<Socket> flood = new ArrayList<>();
    try (Socket client = new Socket(LISTENING.toInetAddress(), port)) {
      client.getOutputStream().write(new byte[] {0, 3, 'o', 'n', 'e'});
      Heard one = next();
      for (int i = 0; i < ClientConnections.MAX + 40; i++) {
        if (i % 40 == 0) {
          sockets.answer(Transport.TCP, one.local(), one.remote(), octets("1"));
        }
        IpAddress bot = IpAddress.of("127.53.201." + (1 + i / ClientConnections.MAX_PER_CLIENT));
        flood.add(new Socket(LISTENING.toInetAddress(), port, bot.toInetAddress(), 0));
        sockets.poll(Duration.ofMillis(10));
      }
      assertThat(sockets.connections()).isEqualTo(ClientConnections.MAX);
      client.getOutputStream().write(new byte[] {0, 3, 't', 'w', 'o'});
      assertThat(next().text()).isEqualTo("two");
    } finally {
      for (Socket socket : flood) {
        socket.close();
      }
    }
  }

  @Test
  void anEmptyMessageIsAMessage() throws IOException {
    try (Socket client = new Socket(LISTENING.toInetAddress(), port)) {
      client.getOutputStream().write(new byte[] {0, 0, 0, 1, 'q'});
      assertThat(List.of(next().text(), next().text())).containsExactly("", "q");
    }
  }

  @Test
  void afterCloseThePortIsFreeEvenWithConnectionsAndQuestionsOpen() throws IOException {
    try (Socket client = new Socket(LISTENING.toInetAddress(), port)) {
      client.getOutputStream().write(new byte[] {0, 1, 'q'});
      next();
      Endpoint asker = new Endpoint(ASKING, 40_130);
      sockets.ask(Transport.UDP, asker, new Endpoint(LISTENING, 53), octets("q"));
      sockets.close();

      try (DnsSockets second = new DnsSockets(port, new Ear());
          DatagramSocket same = new DatagramSocket(asker.port(), ASKING.toInetAddress())) {
        second.listen(LISTENING, "second");
        assertThat(same.isBound()).isTrue();
      }
    }
  }
}
