package io.outagelab.edge;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.net.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The TCP connections of BGP speakers that come to us: octets in, octets out, in order.
 *
 * <p>Each connection has a thread that reads and one that writes, both virtual. A speaker that is
 * slower to read than we are to write is cut off at {@value #MAX_WAITING} octets; one that writes
 * faster than its {@link Handler} takes in waits, by TCP's own means.
 */
public final class BgpListener implements AutoCloseable {
  /** Where the lab speaks BGP: 179 needs privilege. */
  public static final int PORT = 1790;

  /** Connections at once; one more is closed at once. */
  static final int MAX_CONNECTIONS = 16;

  /** Octets that may wait to be written on one connection. */
  static final int MAX_WAITING = 1 << 20;

  /** How long a speaker that was told to go may take to do so. */
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private static final long PAUSE_WHEN_OUT_OF_FILES = Duration.ofMillis(100).toNanos();
  private static final int READ_SIZE = 1 << 14;
  private static final byte[] THE_END = {};

  /** Who is told what happens on connections, each by a thread of its own; it may block. */
  public interface Handler {
    /** A speaker has connected from this address; the name is no other connection's, ever. */
    void came(String name, IpAddress address);

    /** Octets came in. */
    void said(String name, byte[] octets);

    /** The connection is gone, whoever closed it. The last that is heard of it. */
    void left(String name);
  }

  private final ServerSocket server;
  private final Handler handler;
  private final Map<String, Connection> connections = new ConcurrentHashMap<>();
  private int accepted;

  private BgpListener(ServerSocket server, Handler handler) {
    this.server = server;
    this.handler = handler;
  }

  /**
   * Listens at an address.
   *
   * @throws LabConfigurationException if the port is taken or the address is not this machine's
   */
  public static BgpListener open(IpAddress address, int port, Handler handler) {
    try {
      ServerSocket server = new ServerSocket(port, MAX_CONNECTIONS, address.toInetAddress());
      BgpListener listener = new BgpListener(server, handler);
      Thread.ofVirtual().name("outage-lab-bgp").start(listener::accept);
      return listener;
    } catch (BindException e) {
      throw new LabConfigurationException(
          "the backbone cannot listen for BGP on %s port %d (%s): %s"
              .formatted(address, port, e.getMessage(), "free it or choose another (--bgp-port)"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens, with the port that was chosen if it was to be any. */
  public InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  /** Queues octets for a speaker; nothing if its connection is gone. */
  public void send(String name, byte[] octets) {
    Connection connection = connections.get(name);
    if (connection != null) {
      connection.send(octets);
    }
  }

  /** Ends a connection after what was sent before; nothing if it is gone. */
  public void dismiss(String name) {
    Connection connection = connections.get(name);
    if (connection != null) {
      Thread.ofVirtual().name(name + "-leaves").start(connection::dismiss);
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        if (connections.size() >= MAX_CONNECTIONS) {
          socket.close();
        } else {
          new Connection("guest-" + ++accepted, socket).open();
        }
      } catch (IOException e) {
        // Closed, or no file is free for the connection: it waits in the backlog.
        LockSupport.parkNanos(PAUSE_WHEN_OUT_OF_FILES);
      }
    }
  }

  /** One speaker's connection. */
  private final class Connection {
    private final String name;
    private final Socket socket;
    private final BlockingQueue<byte[]> outgoing = new LinkedBlockingQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final CountDownLatch isRead = new CountDownLatch(1);

    Connection(String name, Socket socket) {
      this.name = name;
      this.socket = socket;
    }

    void open() throws IOException {
      socket.setTcpNoDelay(true);
      connections.put(name, this);
      Thread.ofVirtual().name(name + "-reads").start(this::read);
      Thread.ofVirtual().name(name + "-writes").start(this::write);
    }

    void send(byte[] octets) {
      if (waiting.addAndGet(octets.length) > MAX_WAITING) {
        close();
      } else {
        outgoing.add(octets);
      }
    }

    private void read() {
      try {
        handler.came(name, IpAddress.of(socket.getInetAddress()));
        byte[] buffer = new byte[READ_SIZE];
        for (int read = 0; read >= 0; read = socket.getInputStream().read(buffer)) {
          if (read > 0) {
            handler.said(name, Arrays.copyOf(buffer, read));
          }
        }
      } catch (IOException e) {
        // The connection has failed, or was closed from here: it is over either way.
      } finally {
        connections.remove(name);
        isRead.countDown();
        outgoing.add(THE_END);
        close();
        handler.left(name);
      }
    }

    private void write() {
      try {
        for (byte[] next = outgoing.take(); next.length > 0; next = outgoing.take()) {
          socket.getOutputStream().write(next);
          waiting.addAndGet(-next.length);
        }
        socket.shutdownOutput();
      } catch (IOException e) {
        close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Gives the speaker its time to read the last octets and to close. */
    void dismiss() {
      outgoing.add(THE_END);
      try {
        if (!isRead.await(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
          close();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    void close() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Closes every connection. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    connections.values().forEach(Connection::close);
  }
}
