package io.outagelab.edge;

import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Transport;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The connections that clients have opened. They are closed when idle (RFC 7766 §6.2.3), and
 * bounded in number: at the bound, the one that was used least recently makes room; at the bound of
 * one client, one of its own.
 */
final class ClientConnections {
  /** How many may be open at once. */
  static final int MAX = 512;

  /** How many of one client: an IPv4 address, or the /64 network of an IPv6 address. */
  static final int MAX_PER_CLIENT = 64;

  /** How long one may stay with nothing asked. */
  private static final Duration IDLE_LIMIT = Duration.ofSeconds(10);

  /** How long one may wait for an answer: what asks into an outage sees it heal. */
  private static final Duration WAITING_LIMIT = Duration.ofMinutes(1);

  private static final int IPV6_NETWORK = 64;

  private record FourTuple(Endpoint client, Endpoint local) {
    private IpAddress network() {
      IpAddress address = client.address();
      return address.isIpv6() ? address.masked(IPV6_NETWORK) : address;
    }
  }

  private interface Sending {
    void on(DnsConnection connection) throws IOException;
  }

  private final Reactor reactor;
  private final DnsListener listener;

  /** In the order of their last use. */
  private final Map<FourTuple, Client> clients = new LinkedHashMap<>(16, 0.75f, true);

  private final Map<IpAddress, Integer> perNetwork = new HashMap<>();
  private long dropped;

  /** No connections yet; the listener is told of the queries that come on them. */
  ClientConnections(Reactor reactor, DnsListener listener) {
    this.reactor = reactor;
    this.listener = listener;
  }

  /** A client's connection. */
  private final class Client implements Reactor.Handler {
    private final FourTuple tuple;
    private final DnsConnection connection;
    private int unanswered;

    Client(SocketChannel channel, FourTuple tuple) {
      this.tuple = tuple;
      this.connection = new DnsConnection(channel, Wire.MAX_QUERY, this::asked);
    }

    private void asked(byte[] message) {
      unanswered++;
      listener.query(Transport.TCP, tuple.client(), tuple.local(), message);
    }

    /** One whose other end has said that it will send no more goes on until it has its answers. */
    @Override
    public void ready(SelectionKey key) throws IOException {
      boolean goesOn = false;
      try {
        connection.ready(key);
        goesOn = !connection.hasEnded() || isInUse();
      } finally {
        if (!goesOn) {
          forget(tuple);
        }
      }
    }

    private boolean isInUse() {
      return unanswered > 0 || connection.isWriting();
    }

    private boolean isStale(long nanoTime) {
      Duration limit = isInUse() ? WAITING_LIMIT : IDLE_LIMIT;
      return nanoTime - connection.lastMessage() > limit.toNanos();
    }

    @Override
    public void failed() {
      dropped++;
      forget(tuple);
    }
  }

  /** Takes a connection that was opened to this own endpoint. */
  void accept(SocketChannel channel, Endpoint local) {
    FourTuple tuple =
        new FourTuple(Wire.endpoint(channel.socket().getRemoteSocketAddress()), local);
    Client client = new Client(channel, tuple);
    makeRoom(tuple.network());
    clients.put(tuple, client);
    perNetwork.merge(tuple.network(), 1, Integer::sum);
    try {
      // Messages are written whole: waiting for more to fill a packet would only delay them.
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      reactor.register(channel, SelectionKey.OP_READ, client);
    } catch (IOException e) {
      client.failed();
    }
  }

  private void makeRoom(IpAddress network) {
    if (perNetwork.getOrDefault(network, 0) >= MAX_PER_CLIENT) {
      clients.keySet().stream()
          .filter(tuple -> tuple.network().equals(network))
          .findFirst()
          .ifPresent(this::forget);
    } else if (clients.size() >= MAX) {
      forgetOldest();
    }
  }

  /** Closes the one that was used least recently. */
  void forgetOldest() {
    clients.keySet().stream().findFirst().ifPresent(this::forget);
  }

  /** Sends an answer; nothing if the client has gone. */
  void answer(Endpoint local, Endpoint client, byte[] message) {
    send(local, client, connection -> connection.send(message));
  }

  /** Sends an answer of several messages, each made when those before it are written. */
  void answer(Endpoint local, Endpoint client, Iterator<byte[]> messages) {
    send(local, client, connection -> connection.send(messages));
  }

  private void send(Endpoint local, Endpoint client, Sending sending) {
    Client to = clients.get(new FourTuple(client, local));
    if (to == null) {
      return;
    }
    try {
      sending.on(to.connection);
      to.unanswered = Math.max(0, to.unanswered - 1);
      reactor.alsoWants(to.connection.channel(), SelectionKey.OP_WRITE);
    } catch (IOException e) {
      to.failed();
    }
  }

  /** Closes the connection of a client; whether there was one. */
  boolean hangUp(Endpoint local, Endpoint client) {
    FourTuple tuple = new FourTuple(client, local);
    boolean there = clients.containsKey(tuple);
    forget(tuple);
    return there;
  }

  private void forget(FourTuple tuple) {
    Client ended = clients.remove(tuple);
    if (ended != null) {
      perNetwork.computeIfPresent(
          tuple.network(), (network, count) -> count > 1 ? count - 1 : null);
      Reactor.close(ended.connection.channel());
    }
  }

  /** How many are open. */
  int size() {
    return clients.size();
  }

  /** How many failed, or were not read. */
  long dropped() {
    return dropped;
  }

  /** Whether answers wait to be written. */
  boolean areWriting() {
    return clients.values().stream().anyMatch(client -> client.connection.isWriting());
  }

  /** Closes those that were not used for too long. */
  void sweep(long nanoTime) {
    clients.values().stream()
        .filter(client -> client.isStale(nanoTime))
        .map(client -> client.tuple)
        .toList()
        .forEach(this::forget);
  }

  /** Closes all. */
  void close() {
    clients.values().forEach(client -> Reactor.close(client.connection.channel()));
    clients.clear();
    perNetwork.clear();
  }
}
