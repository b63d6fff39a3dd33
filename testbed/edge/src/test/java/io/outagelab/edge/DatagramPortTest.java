package io.outagelab.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Ports of either kind, on real sockets. */
@Timeout(20)
@ParameterizedClass
@EnumSource
class DatagramPortTest {
  private static final int RECEIVE_BUFFER = 1 << 20;
  private static final int PATIENCE_MILLIS = 10_000;

  /** Up to some milliseconds, most of them in the wait. */
  private static final int SPINS = 1_000;

  private final PortKind kind;
  private final byte[] octets = new byte[Wire.MAX_QUERY + 1];

  DatagramPortTest(PortKind kind) {
    kind.assumeUsable();
    this.kind = kind;
  }

  private static InetSocketAddress free(String address) throws IOException {
    try (DatagramSocket probe = new DatagramSocket(0, InetAddress.getByName(address))) {
      return new InetSocketAddress(probe.getLocalAddress(), probe.getLocalPort());
    }
  }

  private static boolean isOurs(String address) throws IOException {
    return NetworkInterface.getByInetAddress(InetAddress.getByName(address)) != null;
  }

  private DatagramPort open(InetSocketAddress local, ProtocolFamily family) throws IOException {
    return kind.open(local, family, false, RECEIVE_BUFFER);
  }

  private static DatagramSocket client(InetSocketAddress server) throws IOException {
    DatagramSocket client = new DatagramSocket();
    client.setSoTimeout(PATIENCE_MILLIS);
    client.connect(server);
    return client;
  }

  private static void send(DatagramSocket client, String text) throws IOException {
    byte[] message = text.getBytes(StandardCharsets.US_ASCII);
    client.send(new DatagramPacket(message, message.length));
  }

  private static String received(DatagramSocket client) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
    client.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
  }

  private static void fail(int datagram, IOException why) {
    throw new AssertionError("the answer to " + datagram, why);
  }

  /** Sends back one batch. */
  private int echo(DatagramPort port) throws IOException {
    int came = port.receive(true);
    for (int i = 0; i < came; i++) {
      port.answer(i, octets, port.read(i, octets));
    }
    port.flush(DatagramPortTest::fail);
    return came;
  }

  @Test
  void eachClientGetsTheAnswerToItsOwnQueryHoweverManyThereAre() throws IOException {
    InetSocketAddress local = free("127.53.203.2");
    List<DatagramSocket> clients = new ArrayList<>();
    try (DatagramPort port = open(local, StandardProtocolFamily.INET)) {
      for (int round = 0; round < 40; round++) {
        for (int i = 0; i < 50; i++) {
          clients.add(client(local));
          send(clients.getLast(), "from " + clients.getLast().getLocalPort());
        }
        for (int answered = 0; answered < clients.size(); ) {
          answered += echo(port);
        }
        for (DatagramSocket client : clients) {
          assertThat(received(client)).isEqualTo("from " + client.getLocalPort());
          client.close();
        }
        clients.clear();
      }
    } finally {
      clients.forEach(DatagramSocket::close);
    }
  }

  @Test
  void saysWhoHasSentADatagramAndSendsToThemLater() throws IOException {
    assumeTrue(isOurs("::1"), "needs IPv6");
    InetSocketAddress local = free("::1");
    try (DatagramPort port = open(local, StandardProtocolFamily.INET6);
        DatagramSocket client = client(local)) {
      send(client, "over IPv6");

      assertThat(port.receive(true)).isOne();
      InetSocketAddress sender = port.client(0);
      assertThat(sender.getAddress()).isEqualTo(client.getLocalAddress());
      assertThat(sender.getPort()).isEqualTo(client.getLocalPort());
      port.answer(0, "answer".getBytes(StandardCharsets.US_ASCII), 6);
      port.flush(DatagramPortTest::fail);
      port.send(sender, "another".getBytes(StandardCharsets.US_ASCII));

      assertThat(received(client)).isEqualTo("answer");
      assertThat(received(client)).isEqualTo("another");
    }
  }

  @Test
  void anAnswerThatCannotBeSentDoesNotKeepBackTheOthers() throws IOException {
    InetSocketAddress local = free("127.53.203.2");
    List<String> lost = new ArrayList<>();
    try (DatagramPort port = open(local, StandardProtocolFamily.INET);
        DatagramSocket client = client(local)) {
      for (String text : List.of("first", "too long", "last")) {
        send(client, text);
      }
      for (int answered = 0; answered < 3; ) {
        int came = port.receive(true);
        for (int i = 0; i < came; i++) {
          int length = port.read(i, octets);
          boolean isLong = octets[0] == 't';
          port.answer(
              i,
              isLong ? new byte[Wire.MAX_DATAGRAM] : octets,
              isLong ? Wire.MAX_DATAGRAM : length);
        }
        port.flush(
            (datagram, why) -> {
              int length = port.read(datagram, octets);
              lost.add(new String(octets, 0, length, StandardCharsets.US_ASCII));
            });
        answered += came;
      }

      assertThat(received(client)).isEqualTo("first");
      assertThat(received(client)).isEqualTo("last");
      assertThat(lost).containsExactly("too long");
    }
  }

  @Test
  void nothingIsReadIfNothingWaits() throws IOException {
    try (DatagramPort port = open(free("127.53.203.2"), StandardProtocolFamily.INET)) {
      assertThat(port.receive(false)).isZero();
    }
  }

  /** Now before the wait begins, now in it. */
  @RepeatedTest(50)
  void whoWaitsIsInterrupted(RepetitionInfo repetition) throws Exception {
    DatagramPort port = open(free("127.53.203.2"), StandardProtocolFamily.INET);
    CompletableFuture<Integer> waiting = new CompletableFuture<>();
    CountDownLatch begun = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              try (port) {
                begun.countDown();
                waiting.complete(port.receive(true));
              } catch (IOException e) {
                waiting.completeExceptionally(e);
              }
            });
    thread.start();
    begun.await();
    for (int i = 0; i < SPINS * repetition.getCurrentRepetition(); i++) {
      Thread.onSpinWait();
    }

    port.interrupt();

    assertThatThrownBy(waiting::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ClosedChannelException.class);
    thread.join();
    port.interrupt();
    port.send(new InetSocketAddress("127.53.203.2", 9), octets);
  }
}
