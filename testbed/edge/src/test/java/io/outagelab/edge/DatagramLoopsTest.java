package io.outagelab.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
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
  private static final int CLIENTS = 32;

  private final InetSocketAddress address;
  private final DatagramLoops.Opening opening;
  private final Failures failures = new Failures();

  DatagramLoopsTest(PortKind kind) throws IOException {
    kind.assumeUsable();
    this.opening = kind;
    this.address = TextClient.free("127.53.203.1");
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
        TextClient deadly = TextClient.of(address)) {
      deadly.send("deadly");
      await(dead);

      for (int i = 0; i < CLIENTS; i++) {
        try (TextClient client = TextClient.of(address)) {
          client.send("hello " + i);
          assertThat(client.received()).isEqualTo("hello " + i);
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
        TextClient client = TextClient.of(address)) {
      client.send("bad");
      client.send("good");

      assertThat(client.received()).isEqualTo("good");
      assertThat(failures.count()).isOne();
      assertThat(loops).isNotNull();
    }
  }

  @Test
  void datagramsLongerThanAnyQueryAreDropped() throws IOException {
    try (DatagramLoops loops = new DatagramLoops(address, 1, "test", failures, Echo::new, opening);
        TextClient client = TextClient.of(address)) {
      client.send("x".repeat(Wire.MAX_QUERY + 1));
      client.send("short");

      assertThat(client.received()).isEqualTo("short");
      loops.send(client.endpoint(), new byte[0]);
      assertThat(client.received()).isEmpty();
    }
  }

  /** What clients have asked before the end is answered, in every loop. */
  @Test
  void whatWaitsInTheSocketsIsAnsweredBeforeTheyClose() throws IOException {
    CountDownLatch held = new CountDownLatch(1);
    List<TextClient> clients = new ArrayList<>();
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
        clients.add(TextClient.of(address));
        clients.getLast().send("last " + i);
      }
      Thread closing = new Thread(loops::close);
      closing.start();
      held.countDown();

      for (int i = 0; i < CLIENTS; i++) {
        assertThat(clients.get(i).received()).isEqualTo("last " + i);
      }
      closing.join();
      assertThat(failures.count()).isZero();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      clients.forEach(TextClient::close);
    }
  }
}
