package io.outagelab.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Loops on real sockets, read by either kind of port. */
@Timeout(20)
@ParameterizedClass
@EnumSource
class DatagramLoopsTest {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int CLIENTS = 32;

  private final InetSocketAddress address = freeAddress();
  private final DatagramLoops.Opening opening;
  private final Failures failures = new Failures();

  DatagramLoopsTest(PortKind kind) {
    kind.assumeUsable();
    this.opening = kind;
  }

  private static InetSocketAddress freeAddress() {
    try (DatagramSocket probe = new DatagramSocket(0, InetAddress.getByName("127.53.203.1"))) {
      return new InetSocketAddress(probe.getLocalAddress(), probe.getLocalPort());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Sends back what it gets. */
  private static class Echo implements DatagramLoops.Answering {
    private byte[] last = {};

    @Override
    public int answer(InetSocketAddress client, byte[] datagram, int length) {
      last = datagram;
      return length;
    }

    @Override
    public byte[] answer() {
      return last;
    }
  }

  private DatagramSocket client() throws IOException {
    DatagramSocket client = new DatagramSocket();
    client.setSoTimeout(PATIENCE_MILLIS);
    client.connect(address);
    return client;
  }

  private static void send(DatagramSocket client, String text) throws IOException {
    byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
    client.send(new DatagramPacket(octets, octets.length));
  }

  private static String received(DatagramSocket client) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
    client.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
  }

  /** The kernel would go on to give the dead loop's socket its share of the clients. */
  @Test
  void aLoopThatDiesLeavesItsClientsToTheOthers() throws IOException {
    AtomicBoolean first = new AtomicBoolean(true);
    CountDownLatch dead = new CountDownLatch(1);
    try (DatagramLoops loops =
            new DatagramLoops(
                address,
                2,
                "test",
                failures,
                () ->
                    new Echo() {
                      @Override
                      public int answer(InetSocketAddress client, byte[] datagram, int length) {
                        if (first.getAndSet(false)) {
                          Thread.currentThread()
                              .setUncaughtExceptionHandler((thread, error) -> dead.countDown());
                          throw new StackOverflowError("of this test");
                        }
                        return super.answer(client, datagram, length);
                      }
                    },
                opening);
        DatagramSocket deadly = client()) {
      send(deadly, "deadly");
      await(dead);

      for (int i = 0; i < CLIENTS; i++) {
        try (DatagramSocket client = client()) {
          send(client, "hello " + i);
          assertThat(received(client)).isEqualTo("hello " + i);
        }
      }
      assertThat(loops).isNotNull();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aDatagramThatTheAnsweringFailsOnIsCountedAndTheNextAnswered() throws IOException {
    try (DatagramLoops loops =
            new DatagramLoops(
                address,
                1,
                "test",
                failures,
                () ->
                    new Echo() {
                      @Override
                      public int answer(InetSocketAddress client, byte[] datagram, int length) {
                        if (datagram[0] == 'b') {
                          throw new IllegalStateException("of this test");
                        }
                        return super.answer(client, datagram, length);
                      }
                    },
                opening);
        DatagramSocket client = client()) {
      send(client, "bad");
      send(client, "good");

      assertThat(received(client)).isEqualTo("good");
      assertThat(failures.count()).isOne();
      assertThat(loops).isNotNull();
    }
  }

  @Test
  void datagramsLongerThanAnyQueryAreDropped() throws IOException {
    try (DatagramLoops loops = new DatagramLoops(address, 1, "test", failures, Echo::new, opening);
        DatagramSocket client = client()) {
      send(client, "x".repeat(Wire.MAX_QUERY + 1));
      send(client, "short");

      assertThat(received(client)).isEqualTo("short");
      loops.send(
          new InetSocketAddress(client.getLocalAddress(), client.getLocalPort()), new byte[0]);
      assertThat(received(client)).isEmpty();
    }
  }

  /** What clients have asked before the end is answered, in every loop. */
  @Test
  void whatWaitsInTheSocketsIsAnsweredBeforeTheyClose() throws IOException {
    CountDownLatch held = new CountDownLatch(1);
    List<DatagramSocket> clients = new ArrayList<>();
    DatagramLoops loops =
        new DatagramLoops(
            address,
            2,
            "test",
            failures,
            () ->
                new Echo() {
                  @Override
                  public int answer(InetSocketAddress client, byte[] datagram, int length) {
                    await(held);
                    return super.answer(client, datagram, length);
                  }
                },
            opening);
    try {
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(client());
        send(clients.getLast(), "last " + i);
      }
      Thread closing = new Thread(loops::close);
      closing.start();
      held.countDown();

      for (int i = 0; i < CLIENTS; i++) {
        assertThat(received(clients.get(i))).isEqualTo("last " + i);
      }
      closing.join();
      assertThat(failures.count()).isZero();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      clients.forEach(DatagramSocket::close);
    }
  }
}
