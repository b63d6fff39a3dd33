package io.outagelab.edge;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * DNS over UDP and TCP on real sockets, for many addresses, on one thread: its owner calls {@link
 * #poll} and everything else from there; only {@link #wakeup} may come from elsewhere.
 *
 * <p>Machines speak of port 53; on the wire it is {@code dnsPort}. Every question goes out from a
 * socket of its own, bound to the asker's address and the port that the asker drew. Such sockets
 * are closed with the reply or after {@link #ASK_LIFETIME}; connections that clients opened after
 * {@link #IDLE_LIMIT} without a whole message (RFC 7766 §6.2.3). All are bounded in number: at the
 * bound, the oldest makes room.
 */
public final class DnsSockets implements AutoCloseable {
  /** How long a socket waits for its reply: longer than any resolver does. */
  public static final Duration ASK_LIFETIME = Duration.ofSeconds(10);

  /** How long a client's connection may stay idle. */
  public static final Duration IDLE_LIMIT = Duration.ofSeconds(10);

  /** The port of DNS as machines know it. */
  public static final int DNS_PORT = 53;

  private static final int MAX_ASKING = 2_048;
  private static final int MAX_CONNECTIONS = 512;
  private static final int RECEIVE_BUFFER = 1 << 20;

  /** Datagrams read from one socket before the others get their turn. */
  private static final int READ_BURST = 64;

  private interface Ready {
    void run(SelectionKey key) throws IOException;
  }

  private final int dnsPort;
  private final DnsListener listener;
  private final Selector selector;
  private final ByteBuffer datagram = ByteBuffer.allocateDirect(65_536);
  private final Map<IpAddress, DatagramChannel> udp = new HashMap<>();
  private final List<ServerSocketChannel> tcp = new ArrayList<>();
  private final Map<Endpoint, Asking> asking = new LinkedHashMap<>();
  private final Map<FourTuple, DnsConnection> connections = new LinkedHashMap<>();
  private long sweepAt = System.nanoTime();
  private long dropped;

  private record FourTuple(Endpoint client, Endpoint local) {}

  /** A socket that waits for a reply. */
  private record Asking(SelectableChannel channel, long since) {}

  /** Sockets that speak DNS on this port and tell this listener. */
  public DnsSockets(int dnsPort, DnsListener listener) {
    this.dnsPort = dnsPort;
    this.listener = listener;
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Listens on UDP and TCP at this address.
   *
   * @param role who listens, for the error
   * @throws LabConfigurationException if the port is taken or the address is not this machine's
   */
  public void listen(IpAddress address, String role) {
    InetSocketAddress local = new InetSocketAddress(address.toInetAddress(), dnsPort);
    try {
      DatagramChannel datagrams = DatagramChannel.open();
      udp.put(address, datagrams);
      datagrams.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
      datagrams.bind(local);
      register(datagrams, SelectionKey.OP_READ, key -> readQueries(datagrams, address));
      ServerSocketChannel streams = ServerSocketChannel.open();
      tcp.add(streams);
      streams.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      streams.bind(local);
      register(streams, SelectionKey.OP_ACCEPT, key -> accept(streams, address));
    } catch (BindException e) {
      throw new LabConfigurationException(
          "%s cannot listen for DNS on %s port %d (%s): free it or choose another with --dns-port"
              .formatted(role, address, dnsPort, e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void register(SelectableChannel channel, int operations, Ready ready) throws IOException {
    channel.configureBlocking(false);
    channel.register(selector, operations, ready);
  }

  /** Waits up to this long for something to come in, and tells the listener what did. */
  public void poll(Duration atMost) {
    try {
      long millis = Math.max(0, atMost.toMillis());
      if (millis == 0) {
        selector.selectNow();
      } else {
        selector.select(millis);
      }
      Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
      while (keys.hasNext()) {
        SelectionKey key = keys.next();
        keys.remove();
        run(key);
      }
      sweep();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends a {@link #poll} that waits; from any thread. */
  public void wakeup() {
    selector.wakeup();
  }

  private void run(SelectionKey key) {
    if (!key.isValid()) {
      return;
    }
    try {
      ((Ready) key.attachment()).run(key);
    } catch (IOException e) {
      // The other end went away: its socket goes with it, a listening one stays.
      dropped++;
      if (!isListening(key.channel())) {
        close(key.channel());
      }
    }
  }

  private boolean isListening(SelectableChannel channel) {
    return udp.containsValue(channel) || tcp.contains(channel);
  }

  private void readQueries(DatagramChannel channel, IpAddress address) throws IOException {
    for (int i = 0; i < READ_BURST; i++) {
      datagram.clear();
      SocketAddress from = channel.receive(datagram);
      if (from == null) {
        return;
      }
      listener.query(Transport.UDP, endpoint(from), new Endpoint(address, DNS_PORT), taken());
    }
  }

  private byte[] taken() {
    byte[] message = new byte[datagram.flip().remaining()];
    datagram.get(message);
    return message;
  }

  private static Endpoint endpoint(SocketAddress address) {
    InetSocketAddress inet = (InetSocketAddress) address;
    return new Endpoint(IpAddress.of(inet.getAddress()), inet.getPort());
  }

  private void accept(ServerSocketChannel streams, IpAddress address) throws IOException {
    SocketChannel channel = streams.accept();
    if (channel == null) {
      return;
    }
    FourTuple tuple =
        new FourTuple(endpoint(channel.getRemoteAddress()), new Endpoint(address, DNS_PORT));
    DnsConnection connection =
        new DnsConnection(
            channel,
            message -> listener.query(Transport.TCP, tuple.client(), tuple.local(), message));
    if (connections.size() >= MAX_CONNECTIONS) {
      forget(connections.entrySet().iterator().next().getKey());
    }
    connections.put(tuple, connection);
    register(channel, SelectionKey.OP_READ, key -> serve(key, connection, tuple));
  }

  private void serve(SelectionKey key, DnsConnection connection, FourTuple tuple)
      throws IOException {
    if (!connection.ready(key)) {
      forget(tuple);
    }
  }

  /**
   * Sends an answer from a listening address; over TCP on the connection that the client opened.
   */
  public void answer(Transport transport, Endpoint local, Endpoint client, byte[] message) {
    try {
      if (transport == Transport.UDP) {
        DatagramChannel channel = udp.get(local.address());
        if (channel != null) {
          channel.send(ByteBuffer.wrap(message), socketAddress(client));
        }
      } else {
        DnsConnection connection = connections.get(new FourTuple(client, local));
        if (connection != null) {
          connection.send(message);
          enableWrite(connection.channel());
        }
      }
    } catch (IOException e) {
      dropped++;
    }
  }

  private void enableWrite(SocketChannel channel) {
    SelectionKey key = channel.keyFor(selector);
    if (key != null && key.isValid()) {
      key.interestOpsOr(SelectionKey.OP_WRITE);
    }
  }

  private static InetSocketAddress socketAddress(Endpoint endpoint) {
    return new InetSocketAddress(endpoint.address().toInetAddress(), endpoint.port());
  }

  /** Asks a server from the asker's own address and port. What cannot be sent is lost. */
  public void ask(Transport transport, Endpoint local, Endpoint server, byte[] message) {
    if (asking.size() >= MAX_ASKING) {
      stopAsking(asking.keySet().iterator().next());
    }
    Endpoint real = server.port() == DNS_PORT ? new Endpoint(server.address(), dnsPort) : server;
    stopAsking(local);
    try {
      if (transport == Transport.UDP) {
        askByDatagram(local, server, real, message);
      } else {
        askByConnection(local, server, real, message);
      }
    } catch (IOException e) {
      dropped++;
      stopAsking(local);
    }
  }

  private void askByDatagram(Endpoint local, Endpoint server, Endpoint real, byte[] message)
      throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    asking.put(local, new Asking(channel, System.nanoTime()));
    channel.bind(socketAddress(local));
    register(channel, SelectionKey.OP_READ, key -> readReply(channel, local, server, real));
    channel.send(ByteBuffer.wrap(message), socketAddress(real));
  }

  private void readReply(DatagramChannel channel, Endpoint local, Endpoint server, Endpoint real)
      throws IOException {
    datagram.clear();
    SocketAddress from = channel.receive(datagram);
    if (from != null && endpoint(from).equals(real)) {
      byte[] message = taken();
      stopAsking(local);
      listener.reply(Transport.UDP, server, local, message);
    }
  }

  private void askByConnection(Endpoint local, Endpoint server, Endpoint real, byte[] message)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    asking.put(local, new Asking(channel, System.nanoTime()));
    channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    channel.bind(socketAddress(local));
    DnsConnection connection =
        new DnsConnection(
            channel,
            reply -> {
              stopAsking(local);
              listener.reply(Transport.TCP, server, local, reply);
            });
    connection.send(message);
    register(
        channel,
        SelectionKey.OP_CONNECT,
        key -> {
          if (key.isConnectable() && channel.finishConnect()) {
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
          } else if (!connection.ready(key)) {
            stopAsking(local);
          }
        });
    channel.connect(socketAddress(real));
  }

  /** Whether a socket of the lab's own is open at this endpoint to ask from. */
  public boolean isAsking(Endpoint local) {
    return asking.containsKey(local);
  }

  /** How many messages could not be sent. */
  public long dropped() {
    return dropped;
  }

  private void stopAsking(Endpoint local) {
    Asking ended = asking.remove(local);
    if (ended != null) {
      close(ended.channel());
    }
  }

  private void forget(FourTuple tuple) {
    DnsConnection ended = connections.remove(tuple);
    if (ended != null) {
      close(ended.channel());
    }
  }

  /** Closes what has waited too long, once a second. */
  private void sweep() {
    long now = System.nanoTime();
    if (now - sweepAt < 1_000_000_000L) {
      return;
    }
    sweepAt = now;
    asking.entrySet().stream()
        .filter(entry -> now - entry.getValue().since() > ASK_LIFETIME.toNanos())
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::stopAsking);
    connections.entrySet().stream()
        .filter(entry -> now - entry.getValue().lastMessage() > IDLE_LIMIT.toNanos())
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::forget);
  }

  private static void close(SelectableChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    udp.values().forEach(DnsSockets::close);
    tcp.forEach(DnsSockets::close);
    asking.values().forEach(open -> close(open.channel()));
    connections.values().forEach(open -> close(open.channel()));
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
