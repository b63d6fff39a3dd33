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
import java.util.concurrent.ExecutionException;
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

  /** Sends back one batch. */
  private int echo(DatagramPort port) throws IOException {
    int came = port.receive(true);
    for (int i = 0; i < came; i++) {
      port.answer(i, octets, port.read(i, octets));
    }
    port.flush();
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
      port.flush();
      port.send(sender, "another".getBytes(StandardCharsets.US_ASCII));

      assertThat(received(client)).isEqualTo("answer");
      assertThat(received(client)).isEqualTo("another");
    }
  }

  @Test
  void anAnswerThatCannotBeSentDoesNotKeepBackTheOthers() throws IOException {
    InetSocketAddress local = free("127.53.203.2");
    List<String> failed = new ArrayList<>();
    try (DatagramPort port = open(local, StandardProtocolFamily.INET);
        DatagramSocket client = client(local)) {
      send(client, "first");
      send(client, "too long");
      send(client, "last");
      for (int answered = 0; answered < 3; ) {
        int came = port.receive(true);
        for (int i = 0; i < came; i++) {
          int length = port.read(i, octets);
          boolean isLong = octets[0] == 't';
          try {
            port.answer(i, isLong ? new byte[Wire.MAX_DATAGRAM] : octets, isLong ? 65_536 : length);
          } catch (IOException e) {
            failed.add("one by one");
          }
        }
        try {
          port.flush();
        } catch (IOException e) {
          failed.add("in a batch");
        }
        answered += came;
      }

      assertThat(received(client)).isEqualTo("first");
      assertThat(received(client)).isEqualTo("last");
      assertThat(failed).hasSize(1);
    }
  }

  @Test
  void nothingIsReadIfNothingWaits() throws IOException {
    try (DatagramPort port = open(free("127.53.203.2"), StandardProtocolFamily.INET)) {
      assertThat(port.receive(false)).isZero();
    }
  }

  @Test
  void whoWaitsIsInterrupted() throws Exception {
    DatagramPort port = open(free("127.53.203.2"), StandardProtocolFamily.INET);
    CompletableFuture<Integer> waiting = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try (port) {
                waiting.complete(port.receive(true));
              } catch (IOException e) {
                waiting.completeExceptionally(e);
              }
            });
    thread.start();

    port.interrupt();

    assertThatThrownBy(waiting::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ClosedChannelException.class);
    thread.join();
    port.interrupt();
    port.send(new InetSocketAddress("127.53.203.2", 9), octets);
  }
}
