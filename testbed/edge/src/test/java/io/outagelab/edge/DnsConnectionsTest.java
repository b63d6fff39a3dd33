package io.outagelab.edge;

import static io.outagelab.edge.Ear.octets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Transport;
import io.outagelab.edge.Ear.Heard;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that carry many messages, or too many, or are closed; on loopback. */
@Timeout(20)
class DnsConnectionsTest {
  private static final IpAddress LISTENING = IpAddress.of("127.53.202.1");
  private static final Endpoint SERVER = new Endpoint(LISTENING, 53);
  private static final Endpoint ASKER = new Endpoint(IpAddress.of("127.53.202.2"), 40_200);
  private static final int MESSAGE = 16_384;

  private final Ear ear = new Ear();
  private int port;
  private DnsSockets sockets;

  @BeforeEach
  void listen() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, LISTENING.toInetAddress())) {
      port = probe.getLocalPort();
    }
    sockets = new DnsSockets(port, ear);
    sockets.listen(LISTENING, "test server");
  }

  @AfterEach
  void close() {
    sockets.close();
  }

  private Socket client(String address) throws IOException {
    return new Socket(LISTENING.toInetAddress(), port, IpAddress.of(address).toInetAddress(), 0);
  }

  private Heard asked(Socket client) throws IOException {
    client.getOutputStream().write(new byte[] {0, 1, 'q'});
    return ear.next(sockets);
  }

  /** RFC 5936 §2.2: the answer to AXFR is as many messages as it takes. */
  @Test
  void aConversationGoesOnUntilItIsHungUp() {
    sockets.converse(ASKER, SERVER, octets("axfr"));
    Heard query = ear.next(sockets);
    for (String part : List.of("one", "two", "three")) {
      sockets.answer(Transport.TCP, query.local(), query.remote(), octets(part));
    }

    assertThat(Stream.generate(() -> ear.next(sockets)).limit(3))
        .extracting(Heard::text)
        .containsExactly("one", "two", "three");
    assertThat(sockets.asking()).isOne();
    sockets.hangUp(ASKER, SERVER);
    assertThat(sockets.asking()).isZero();
    assertThat(ear.lost).isEmpty();
  }

  @Test
  void whoeverConversesLearnsThatTheOtherEndHasGone() {
    sockets.converse(ASKER, SERVER, octets("axfr"));
    Heard query = ear.next(sockets);
    sockets.answer(Transport.TCP, query.local(), query.remote(), octets("one"));
    assertThat(ear.next(sockets).text()).isEqualTo("one");

    sockets.hangUp(query.local(), query.remote());
    while (ear.lost.isEmpty()) {
      sockets.poll(Duration.ofMillis(10));
    }

    assertThat(ear.lost).containsExactly(SERVER);
    assertThat(sockets.asking()).isZero();
  }

  @Test
  void whoeverAsksLearnsThatNobodyListens() {
    Endpoint nobody = new Endpoint(IpAddress.of("127.53.202.9"), 53);
    sockets.converse(ASKER, nobody, octets("axfr"));
    while (ear.lost.isEmpty()) {
      sockets.poll(Duration.ofMillis(10));
    }
    assertThat(ear.lost).containsExactly(nobody);
  }

  /** A zone may be larger than any memory that waits for one client. */
  @Test
  void aLongAnswerIsMadeAsFastAsItIsRead() throws IOException {
    int count = 2_000;
    List<Integer> made = new ArrayList<>();
    Iterator<byte[]> messages =
        IntStream.range(0, count)
            .mapToObj(
                number -> {
                  made.add(number);
                  return octets("%05d".formatted(number) + "x".repeat(MESSAGE - 5));
                })
            .iterator();
    try (Socket client = client("127.0.0.1")) {
      Heard query = asked(client);
      sockets.answer(query.local(), query.remote(), messages);
      for (int i = 0; i < 1_000; i++) {
        sockets.poll(Duration.ZERO);
      }
      assertThat(made).as("what the sockets' own buffers hold").hasSizeLessThan(count / 2);

      Thread reader = new Thread(() -> readAll(client, count));
      reader.start();
      while (reader.isAlive()) {
        sockets.poll(Duration.ofMillis(10));
      }
      assertThat(made).hasSize(count);
      assertThat(sockets.connections()).isOne();
      assertThat(sockets.dropped()).isZero();
    }
  }

  private static void readAll(Socket client, int count) {
    try {
      DataInputStream in = new DataInputStream(client.getInputStream());
      for (int number = 0; number < count; number++) {
        String text = Ear.text(in.readNBytes(in.readUnsignedShort()));
        assertThat(text).hasSize(MESSAGE).startsWith("%05d".formatted(number));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anAnswerThatCannotBeMadeEndsItsConnectionAlone() throws IOException {
    try (Socket unlucky = client("127.0.0.1");
        Socket other = client("127.0.0.1")) {
      Heard query = asked(unlucky);
      Iterator<byte[]> broken =
          Stream.<byte[]>generate(
                  () -> {
                    throw new IllegalStateException("no such message");
                  })
              .iterator();
      sockets.answer(query.local(), query.remote(), broken);

      assertThatThrownBy(() -> sockets.poll(Duration.ofSeconds(1)))
          .isInstanceOf(IllegalStateException.class);

      assertThat(asked(other).text()).isEqualTo("q");
      assertThat(sockets.connections()).isOne();
      assertThat(unlucky.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aClientAtItsLimitLosesItsOwnOldestConnection() throws IOException {
    List<Socket> greedy = new ArrayList<>();
    try (Socket modest = client("127.53.202.3")) {
      asked(modest);
      for (int i = 0; i < ClientConnections.MAX_PER_CLIENT + 10; i++) {
        greedy.add(client("127.53.202.4"));
        sockets.poll(Duration.ofMillis(10));
      }
      assertThat(sockets.connections()).isEqualTo(ClientConnections.MAX_PER_CLIENT + 1);
      assertThat(asked(modest).text()).isEqualTo("q");
      assertThat(asked(greedy.getLast()).text()).isEqualTo("q");
      assertThat(greedy.getFirst().getInputStream().read()).isEqualTo(-1);
    } finally {
      for (Socket socket : greedy) {
        socket.close();
      }
    }
  }

  @Test
  void aQueryThatIsTooLongEndsItsConnectionBeforeItHasCome() throws IOException {
    try (Socket client = client("127.0.0.1")) {
      new DataOutputStream(client.getOutputStream()).writeShort(Wire.MAX_QUERY + 1);
      do {
        sockets.poll(Duration.ofMillis(10));
      } while (sockets.connections() > 0);
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThat(sockets.dropped()).isOne();
    }
  }

  @Test
  void aDrainWritesWhatWaitsAndAcceptsNoMore() throws IOException {
    try (Socket client = client("127.0.0.1")) {
      Heard query = asked(client);
      sockets.answer(Transport.TCP, query.local(), query.remote(), octets("late"));

      sockets.drain(Duration.ofSeconds(5));
      sockets.close();

      DataInputStream in = new DataInputStream(client.getInputStream());
      assertThat(Ear.text(in.readNBytes(in.readUnsignedShort()))).isEqualTo("late");
      assertThat(in.read()).isEqualTo(-1);
      assertThatThrownBy(() -> client("127.0.0.1").close()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aDrainGivesUpOnAClientThatDoesNotRead() throws IOException {
    try (Socket client = client("127.0.0.1")) {
      Heard query = asked(client);
      sockets.answer(
          query.local(), query.remote(), Stream.generate(() -> new byte[MESSAGE]).iterator());

      sockets.drain(Duration.ofMillis(50));

      assertThat(sockets.connections()).isOne();
    }
  }
}
