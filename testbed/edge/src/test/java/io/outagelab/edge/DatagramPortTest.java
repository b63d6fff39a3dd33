package io.outagelab.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
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

  /** Up to some milliseconds, most of them in the wait. */
  private static final int SPINS = 1_000;

  private final PortKind kind;
  private final byte[] octets = new byte[Wire.MAX_QUERY + 1];

  DatagramPortTest(PortKind kind) {
    kind.assumeUsable();
    this.kind = kind;
  }

  private static boolean isOurs(String address) throws IOException {
    return NetworkInterface.getByInetAddress(InetAddress.getByName(address)) != null;
  }

  private DatagramPort open(InetSocketAddress local) throws IOException {
    return kind.open(local, false);
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
    InetSocketAddress local = TextClient.free("127.53.203.2");
    List<TextClient> clients = new ArrayList<>();
    try (DatagramPort port = open(local)) {
      for (int round = 0; round < 40; round++) {
        for (int i = 0; i < 50; i++) {
          clients.add(TextClient.of(local));
          clients.getLast().send("from " + clients.getLast().endpoint().port());
        }
        for (int answered = 0; answered < clients.size(); ) {
          answered += echo(port);
        }
        for (TextClient client : clients) {
          assertThat(client.received()).isEqualTo("from " + client.endpoint().port());
          client.close();
        }
        clients.clear();
      }
    } finally {
      clients.forEach(TextClient::close);
    }
  }

  @Test
  void saysWhoHasSentADatagramAndSendsToThemLater() throws IOException {
    assumeTrue(isOurs("::1"), "needs IPv6");
    InetSocketAddress local = TextClient.free("::1");
    try (DatagramPort port = open(local);
        TextClient client = TextClient.of(local)) {
      client.send("over IPv6");

      assertThat(port.receive(true)).isOne();
      InetSocketAddress sender = port.client(0);
      assertThat(Wire.endpoint(sender)).isEqualTo(client.endpoint());
      port.answer(0, "answer".getBytes(StandardCharsets.US_ASCII), 6);
      port.flush(DatagramPortTest::fail);
      port.send(sender, "another".getBytes(StandardCharsets.US_ASCII));

      assertThat(client.received()).isEqualTo("answer");
      assertThat(client.received()).isEqualTo("another");
    }
  }

  @Test
  void anAnswerThatCannotBeSentDoesNotKeepBackTheOthers() throws IOException {
    InetSocketAddress local = TextClient.free("127.53.203.2");
    List<String> lost = new ArrayList<>();
    try (DatagramPort port = open(local);
        TextClient client = TextClient.of(local)) {
      for (String text : List.of("first", "too long", "last")) {
        client.send(text);
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

      assertThat(client.received()).isEqualTo("first");
      assertThat(client.received()).isEqualTo("last");
      assertThat(lost).containsExactly("too long");
    }
  }

  @Test
  void nothingIsReadIfNothingWaits() throws IOException {
    try (DatagramPort port = open(TextClient.free("127.53.203.2"))) {
      assertThat(port.receive(false)).isZero();
    }
  }

  /** Now before the wait begins, now in it. */
  @RepeatedTest(50)
  void whoWaitsIsInterrupted(RepetitionInfo repetition) throws Exception {
    DatagramPort port = open(TextClient.free("127.53.203.2"));
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
