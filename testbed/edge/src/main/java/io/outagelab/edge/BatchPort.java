package io.outagelab.edge;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A port that reads all that waits in its socket by one call of the kernel, and answers it by
 * another: recvmmsg(2) and sendmmsg(2), which the JDK does not know. For Linux, where the JVM lets
 * us call the C library; {@link ChannelPort} serves elsewhere.
 */
final class BatchPort implements DatagramPort {
  /** Enough to share the price of a call among; more would let the first ones wait for long. */
  private static final int BATCH = 32;

  private static final int CLIENTS_BITS = 10;
  private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

  private final int family;
  private final SocketCalls calls = new SocketCalls();
  private final DatagramBatch in = new DatagramBatch(BATCH, Wire.MAX_QUERY + 1);
  private final DatagramBatch out = new DatagramBatch(BATCH, Wire.MAX_DATAGRAM);

  /** To which datagram each answer is. */
  private final int[] answered = new int[BATCH];

  private int answers;

  /** Who has asked of late, each where the hash of its name says. */
  private final Client[] clients = new Client[1 << CLIENTS_BITS];

  /** What other threads than the port's own use, one at a time. */
  private final Others others = new Others();

  private final int socket;
  private volatile boolean isInterrupted;

  /** A client by the four words that its name takes in memory. */
  private record Client(long first, long second, long third, long fourth, InetSocketAddress name) {
    static final Client NONE = new Client(0, 0, 0, 0, new InetSocketAddress(0));
  }

  private BatchPort(int family) throws IOException {
    this.family = family;
    this.socket = calls.socket(family);
    Arrays.fill(clients, Client.NONE);
  }

  /**
   * Binds a socket. There is none where there cannot be one, nor where it cannot be bound: the
   * JDK's own says why.
   *
   * @param isShared whether others are bound to the same address (SO_REUSEPORT)
   */
  static Optional<DatagramPort> open(InetSocketAddress local, boolean isShared) {
    if (!SocketCalls.areUsable()) {
      return Optional.empty();
    }
    try {
      BatchPort port = new BatchPort(SocketName.family(local));
      if (port.isBound(local, isShared)) {
        return Optional.of(port);
      }
      port.close();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private boolean isBound(InetSocketAddress local, boolean isShared) {
    ByteBuffer name = SocketCalls.memory(SocketName.ROOM);
    SocketName.write(name, 0, family, local);
    try {
      calls.setsockopt(socket, SocketCalls.SOL_SOCKET, SocketCalls.SO_RCVBUF, RECEIVE_BUFFER);
      if (isShared) {
        calls.setsockopt(socket, SocketCalls.SOL_SOCKET, SocketCalls.SO_REUSEPORT, 1);
      }
      if (family == SocketName.AF_INET6) {
        calls.setsockopt(socket, SocketCalls.IPPROTO_IPV6, SocketCalls.IPV6_V6ONLY, 0);
      }
      ignorePathMtu();
      calls.bind(socket, name, SocketName.length(family));
      // A filter of system calls may know neither.
      calls.recvmmsg(socket, in.header(0), 0, SocketCalls.MSG_DONTWAIT);
      calls.sendmmsg(socket, out.header(0), 0, SocketCalls.MSG_DONTWAIT);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Answers are short enough to leave in one piece, as RFC 9715 has it. If the kernel believed a
   * forged ICMP that the path is a narrow one, they would not, and others could slip fragments of
   * their own among them.
   */
  private void ignorePathMtu() throws IOException {
    boolean isIpv4 = family == SocketName.AF_INET;
    calls.setsockopt(
        socket,
        isIpv4 ? SocketCalls.IPPROTO_IP : SocketCalls.IPPROTO_IPV6,
        isIpv4 ? SocketCalls.IP_MTU_DISCOVER : SocketCalls.IPV6_MTU_DISCOVER,
        SocketCalls.PMTUDISC_OMIT);
  }

  @Override
  public int receive(boolean waiting) throws IOException {
    for (int i = 0; i < BATCH; i++) {
      in.clear(i);
    }
    int flags = waiting ? SocketCalls.MSG_WAITFORONE : SocketCalls.MSG_DONTWAIT;
    int came = calls.recvmmsg(socket, in.header(0), BATCH, flags);
    if (isInterrupted) {
      throw new ClosedChannelException();
    }
    return came;
  }

  @Override
  public InetSocketAddress client(int datagram) {
    ByteBuffer names = in.names();
    int at = datagram * SocketName.ROOM;
    long first = names.getLong(at);
    long second = names.getLong(at + Long.BYTES);
    long third = names.getLong(at + 2 * Long.BYTES);
    long fourth = names.getLong(at + 3 * Long.BYTES);
    int place = (int) (((first ^ second ^ third) * GOLDEN) >>> (Long.SIZE - CLIENTS_BITS));
    Client known = clients[place];
    if (known.first != first
        || known.second != second
        || known.third != third
        || known.fourth != fourth) {
      known = new Client(first, second, third, fourth, SocketName.read(names, at));
      clients[place] = known;
    }
    return known.name;
  }

  @Override
  public int read(int datagram, byte[] octets) {
    in.copyTo(datagram, octets);
    return in.length(datagram);
  }

  @Override
  public void answer(int datagram, byte[] octets, int length) {
    out.names()
        .put(answers * SocketName.ROOM, in.names(), datagram * SocketName.ROOM, SocketName.ROOM);
    out.put(answers, octets, length, SocketName.length(family));
    answered[answers] = datagram;
    answers++;
  }

  @Override
  public void flush(Unsent unsent) throws IOException {
    int all = answers;
    answers = 0;
    for (int sent = 0; sent < all; ) {
      try {
        sent += calls.sendmmsg(socket, out.header(sent), all - sent, 0);
      } catch (IOException e) {
        if (isInterrupted) {
          throw new ClosedChannelException();
        }
        unsent.lost(answered[sent], e);
        sent++;
      }
    }
  }

  @Override
  public void send(InetSocketAddress client, byte[] message) throws IOException {
    others.send(client, message);
  }

  @Override
  public void interrupt() {
    isInterrupted = true;
    others.shutdown();
  }

  @Override
  public void close() {
    others.close();
  }

  /**
   * What any thread may do, without a wait: with memory of its own, and only while the socket is
   * there.
   */
  private final class Others {
    private final SocketCalls calls = new SocketCalls();
    private final DatagramBatch out = new DatagramBatch(1, Wire.MAX_DATAGRAM);
    private boolean isClosed;

    synchronized void send(InetSocketAddress client, byte[] message) throws IOException {
      if (!isClosed) {
        SocketName.write(out.names(), 0, family, client);
        out.put(0, message, message.length, SocketName.length(family));
        calls.sendmmsg(socket, out.header(0), 1, SocketCalls.MSG_DONTWAIT);
      }
    }

    synchronized void shutdown() {
      if (!isClosed) {
        calls.shutdown(socket);
      }
    }

    synchronized void close() {
      if (!isClosed) {
        isClosed = true;
        calls.close(socket);
      }
    }
  }
}
