package io.outagelab.edge;

import io.outagelab.core.LabConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Datagrams that are answered by what is known on the spot: as many loops as wanted, each a thread
 * with a socket of its own at one address (SO_REUSEPORT, where the kernel deals clients out among
 * them), that read, answer, write and do nothing else.
 */
public final class DatagramLoops implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger("outage-lab");
  private static final int RECEIVE_BUFFER = 1 << 20;

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
  private final List<DatagramChannel> channels = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final LongAdder failures = new LongAdder();

  /**
   * Binds the sockets and starts the loops.
   *
   * @param local address and port
   * @param loops how many, at least one; more than there are cores is of no use
   * @param role who listens, for errors and names of threads
   * @param answering makes what answers in each loop
   * @throws LabConfigurationException if the address cannot be bound
   */
  public DatagramLoops(
      InetSocketAddress local, int loops, String role, Supplier<Answering> answering) {
    this.local = local;
    try {
      for (int i = 0; i < loops; i++) {
        // A socket of both families would take the kernel a detour for every packet.
        DatagramChannel channel =
            DatagramChannel.open(
                local.getAddress() instanceof Inet4Address
                    ? StandardProtocolFamily.INET
                    : StandardProtocolFamily.INET6);
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
      Answering own = answering.get();
      Thread thread = new Thread(() -> serve(channel, own), role + "-udp-" + threads.size());
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
  }

  private void serve(DatagramChannel channel, Answering answering) {
    ByteBuffer in = ByteBuffer.allocateDirect(Wire.MAX_DATAGRAM);
    ByteBuffer out = ByteBuffer.allocateDirect(Wire.MAX_DATAGRAM);
    byte[] datagram = new byte[Wire.MAX_DATAGRAM];
    while (channel.isOpen()) {
      try {
        if (channel.receive(in.clear()) instanceof InetSocketAddress client) {
          int length = in.flip().remaining();
          in.get(datagram, 0, length);
          int size = answering.answer(client, datagram, length);
          if (size > 0) {
            channel.send(out.clear().put(answering.answer(), 0, size).flip(), client);
          }
        }
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException | RuntimeException e) {
        // One exchange is lost, and counted; the loop goes on.
        if (failures.sum() == 0) {
          LOGGER.log(System.Logger.Level.ERROR, "a datagram to " + local + " failed", e);
        }
        failures.increment();
      }
    }
  }

  /** Where it listens; with the port that was chosen, if none was given. */
  public InetSocketAddress local() {
    return local;
  }

  /** How many datagrams were lost to failures. */
  public long failures() {
    return failures.sum();
  }

  /** Closes the sockets and waits until the loops have ended. */
  @Override
  public void close() {
    channels.forEach(Reactor::close);
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
