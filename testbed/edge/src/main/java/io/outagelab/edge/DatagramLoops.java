package io.outagelab.edge;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.net.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Datagrams that are answered by what is known on the spot: as many loops as wanted, each a thread
 * with a socket of its own at one address (SO_REUSEPORT, where the kernel deals clients out among
 * them), that read, answer, write and do nothing else; by many datagrams at once where the kernel
 * can be had to ({@link BatchPort}). A loop that ends, however it does, takes its socket with it:
 * the kernel would go on to deal clients to it.
 */
public final class DatagramLoops implements AutoCloseable {
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

  /** Binds ports. */
  interface Opening {
    /** A port at this address, which others may share. */
    DatagramPort open(InetSocketAddress local, boolean isShared) throws IOException;
  }

  private final InetSocketAddress local;
  private final Failures failures;
  private final List<DatagramPort> ports = new ArrayList<>();
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
    this(local, loops, role, failures, answering, DatagramLoops::fastest);
  }

  /** The same, by ports of a kind. */
  DatagramLoops(
      InetSocketAddress local,
      int loops,
      String role,
      Failures failures,
      Supplier<Answering> answering,
      Opening opening) {
    this.local = local;
    this.failures = failures;
    boolean isComplete = false;
    try {
      for (int i = 0; i < loops; i++) {
        DatagramPort port = opening.open(local, loops > 1);
        ports.add(port);
        Thread thread = new Thread(new Loop(port, answering.get()), role + "-udp-" + i);
        thread.setDaemon(true);
        failures.watch(thread);
        threads.add(thread);
      }
      isComplete = true;
    } catch (BindException e) {
      throw new LabConfigurationException(
          "%s cannot listen for datagrams on %s (%s): it takes an own address and a free port"
              .formatted(role, local, e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (!isComplete) {
        ports.forEach(DatagramPort::close);
      }
    }
    threads.forEach(Thread::start);
  }

  private static DatagramPort fastest(InetSocketAddress local, boolean isShared)
      throws IOException {
    Optional<DatagramPort> port = BatchPort.open(local, isShared);
    return port.isPresent() ? port.get() : new ChannelPort(local, isShared);
  }

  /** Reads, answers and writes, on a thread of its own. */
  private final class Loop implements Runnable {
    private final DatagramPort port;
    private final Answering answering;
    private final byte[] datagram = new byte[Wire.MAX_QUERY + 1];

    Loop(DatagramPort port, Answering answering) {
      this.port = port;
      this.answering = answering;
    }

    @Override
    public void run() {
      try (port) {
        while (!closing) {
          next(true);
        }
        // What waits in the socket would be lost with it.
        int last = 0;
        for (int came = 1; came > 0 && last < LAST_DATAGRAMS; last += came) {
          came = next(false);
        }
      } catch (ClosedChannelException e) {
        // Whoever closed it wants no more answers.
      }
    }

    /** Answers what has come; how many datagrams that was, or one if they cannot be read. */
    private int next(boolean waiting) throws ClosedChannelException {
      try {
        int came = port.receive(waiting);
        for (int i = 0; i < came; i++) {
          answer(i);
        }
        port.flush(this::lost);
        return came;
      } catch (ClosedChannelException e) {
        throw e;
      } catch (IOException e) {
        failures.count("reading datagrams to " + local, "nobody", datagram, 0, e);
        return 1;
      }
    }

    /** Answers a datagram. What fails loses that one exchange. */
    private void answer(int number) {
      Object client = local;
      int length = 0;
      try {
        length = port.read(number, datagram);
        InetSocketAddress sender = port.client(number);
        client = sender;
        int size = length > Wire.MAX_QUERY ? 0 : answering.answer(sender, datagram, length);
        if (size > 0) {
          port.answer(number, answering.answer(), size);
        }
      } catch (RuntimeException e) {
        failures.count("a datagram to " + local, client, datagram, length, e);
      }
    }

    private void lost(int number, IOException why) {
      int length = port.read(number, datagram);
      failures.count("an answer from " + local, port.client(number), datagram, length, why);
    }
  }

  /** Sends a datagram that answers no other, or an earlier one; from any thread. */
  public void send(Endpoint client, byte[] message) {
    try {
      ports.getFirst().send(Wire.socketAddress(client), message);
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
      ports.forEach(DatagramPort::interrupt);
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
        try (DatagramChannel waker = DatagramChannel.open(Wire.family(local))) {
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
