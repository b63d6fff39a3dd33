package io.outagelab.edge;

import io.outagelab.core.LabConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Datagrams that are answered by what is known on the spot: as many loops as wanted, each a thread
 * with a socket of its own at one address (SO_REUSEPORT, where the kernel deals clients out among
 * them), that read, answer, write and do nothing else. A loop that ends, however it does, takes its
 * socket with it: the kernel would go on to deal clients to it.
 */
public final class DatagramLoops implements AutoCloseable {
  private static final int RECEIVE_BUFFER = 1 << 20;

  /** How long a loop may take to notice that it is to end. */
  private static final long PATIENCE = Duration.ofSeconds(1).toNanos();

  /** More than wait in a socket, unless they go on to come in as fast as they are answered. */
  private static final int LAST_DATAGRAMS = 1 << 14;

  /** Answers one loop's datagrams, one after the other. */
  public interface Answering {
    /**
     * Makes the answer to a datagram.
     *
     * @param client who sent it
     * @param datagram octets, of which the first {@code length} came
     * @return how many octets of {@link #answer()} to send back; 0 for none
     */
    int answer(InetSocketAddress client, byte[] datagram, int length);

    /** Where the last answer's octets are. */
    byte[] answer();
  }

  private final InetSocketAddress local;
  private final Failures failures;
  private final List<DatagramChannel> channels = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closing;

  /**
   * Binds the sockets and starts the loops.
   *
   * @param local address and port
   * @param loops how many, at least one; more than there are cores is of no use
   * @param role who listens, for errors and names of threads
   * @param failures is told of every datagram that the answering fails on
   * @param answering makes what answers in each loop
   * @throws LabConfigurationException if the address cannot be bound
   */
  public DatagramLoops(
      InetSocketAddress local,
      int loops,
      String role,
      Failures failures,
      Supplier<Answering> answering) {
    this.local = local;
    this.failures = failures;
    try {
      for (int i = 0; i < loops; i++) {
        DatagramChannel channel = DatagramChannel.open(family());
        channels.add(channel);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
        if (loops > 1) {
          channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        channel.bind(local);
      }
    } catch (BindException e) {
      close();
      throw new LabConfigurationException(
          "%s cannot listen for datagrams on %s (%s): it takes an own address and a free port"
              .formatted(role, local, e.getMessage()));
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(e);
    }
    for (DatagramChannel channel : channels) {
      Loop loop = new Loop(channel, answering.get());
      Thread thread = new Thread(loop, role + "-udp-" + threads.size());
      thread.setDaemon(true);
      failures.watch(thread);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
  }

  /** A socket of both families would take the kernel a detour for every packet. */
  private ProtocolFamily family() {
    return local.getAddress() instanceof Inet4Address
        ? StandardProtocolFamily.INET
        : StandardProtocolFamily.INET6;
  }

  /** Reads, answers and writes, on a thread of its own. */
  private final class Loop implements Runnable {
    private final DatagramChannel channel;
    private final Answering answering;
    private final ByteBuffer in = ByteBuffer.allocateDirect(Wire.MAX_QUERY + 1);
    private final ByteBuffer out = ByteBuffer.allocateDirect(Wire.MAX_DATAGRAM);
    private final byte[] datagram = new byte[Wire.MAX_QUERY + 1];

    Loop(DatagramChannel channel, Answering answering) {
      this.channel = channel;
      this.answering = answering;
    }

    @Override
    public void run() {
      try (channel) {
        while (!closing) {
          next();
        }
        channel.configureBlocking(false);
        for (int last = 0; last < LAST_DATAGRAMS && next(); last++) {
          // What waits in the socket would be lost with it.
        }
      } catch (ClosedChannelException e) {
        // Whoever closed it wants no more answers.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Answers one datagram; false if there is none. What fails loses that one exchange. */
    private boolean next() throws ClosedChannelException {
      Object client = local;
      int length = 0;
      try {
        if (!(channel.receive(in.clear()) instanceof InetSocketAddress sender)) {
          return false;
        }
        client = sender;
        length = in.flip().remaining();
        in.get(datagram, 0, length);
        int size = length > Wire.MAX_QUERY ? 0 : answering.answer(sender, datagram, length);
        if (size > 0) {
          channel.send(out.clear().put(answering.answer(), 0, size).flip(), sender);
        }
      } catch (ClosedChannelException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        failures.count("a datagram to " + local, client, datagram, length, e);
      }
      return true;
    }
  }

  /** Sends a datagram that answers no other, or an earlier one; from any thread. */
  public void send(InetSocketAddress client, byte[] message) {
    try {
      channels.getFirst().send(ByteBuffer.wrap(message), client);
    } catch (ClosedChannelException e) {
      // It comes too late: nothing is sent any more.
    } catch (IOException e) {
      failures.count("a datagram from " + local, client, message, message.length, e);
    }
  }

  /** Closes the sockets once what waits in them is answered, and waits until the loops ended. */
  @Override
  public void close() {
    closing = true;
    try {
      wake();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      channels.forEach(Reactor::close);
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Sends empty datagrams from ever other ports until each loop has come out of its wait: which
   * loop gets one is for the kernel to say.
   */
  private void wake() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE;
    for (Thread thread : threads) {
      while (thread.isAlive() && System.nanoTime() < end) {
        try (DatagramChannel waker = DatagramChannel.open(family())) {
          waker.bind(new InetSocketAddress(local.getAddress(), 0));
          waker.send(ByteBuffer.allocate(0), local);
        } catch (IOException e) {
          return;
        }
        thread.join(1);
      }
    }
  }
}
