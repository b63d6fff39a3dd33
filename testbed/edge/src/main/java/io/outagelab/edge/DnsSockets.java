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
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * DNS over UDP and TCP on real sockets, for many addresses, on one thread: its owner calls {@link
 * #poll} and everything else from there; only {@link #wakeup} may come from elsewhere.
 *
 * <p>Machines speak of port 53; on the wire it is {@code dnsPort}. Every question goes out from a
 * socket of its own at the asker's address, closed with the reply or when nobody can be waiting for
 * it any more. Clients' connections are closed when idle. All are bounded in number.
 */
public final class DnsSockets implements AutoCloseable {
  /** The port of DNS as machines know it. */
  public static final int DNS_PORT = 53;

  /** Ports below are the system's. */
  private static final int FIRST_FREE_PORT = 1_024;

  private static final int RECEIVE_BUFFER = 1 << 20;

  /** Datagrams read from one socket before the others get their turn. */
  private static final int READ_BURST = 64;

  private static final long SWEEP_INTERVAL = Duration.ofSeconds(1).toNanos();

  private final int dnsPort;
  private final DnsListener listener;
  private final Reactor reactor = new Reactor();
  private final AskingSockets asking;
  private final ClientConnections clients;
  private final ByteBuffer datagram = ByteBuffer.allocateDirect(Wire.MAX_DATAGRAM);
  private final Map<IpAddress, DatagramChannel> udp = new LinkedHashMap<>();
  private final List<ServerSocketChannel> tcp = new ArrayList<>();

  private long sweptAt = System.nanoTime();
  private long dropped;

  /** Sockets that speak DNS on this port and tell this listener. */
  public DnsSockets(int dnsPort, DnsListener listener) {
    this(dnsPort, SourcePlan.AS_DRAWN, listener);
  }

  /** The same, whose questions go out from where this plan says. */
  public DnsSockets(int dnsPort, SourcePlan sources, DnsListener listener) {
    this.dnsPort = dnsPort;
    this.listener = listener;
    this.asking = new AskingSockets(sources, reactor, listener, dnsPort);
    this.clients = new ClientConnections(reactor, listener);
  }

  /**
   * Listens on UDP and TCP at this address.
   *
   * @param role who listens, for the error
   * @throws LabConfigurationException if the port is taken or the address is not this machine's
   */
  public void listen(IpAddress address, String role) {
    bind(address, role, () -> listenForDatagrams(address));
    listenForConnections(address, role);
  }

  /** Listens on TCP alone: others answer datagrams here. Fails as {@link #listen} does. */
  public void listenForConnections(IpAddress address, String role) {
    bind(address, role, () -> listenForConnections(address));
  }

  private void listenForDatagrams(IpAddress address) throws IOException {
    DatagramChannel datagrams = DatagramChannel.open();
    udp.put(address, datagrams);
    datagrams.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
    datagrams.bind(new InetSocketAddress(address.toInetAddress(), dnsPort));
    reactor.register(datagrams, SelectionKey.OP_READ, new Datagrams(datagrams, address));
  }

  private void listenForConnections(IpAddress address) throws IOException {
    ServerSocketChannel streams = ServerSocketChannel.open();
    tcp.add(streams);
    streams.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    streams.bind(new InetSocketAddress(address.toInetAddress(), dnsPort));
    reactor.register(streams, SelectionKey.OP_ACCEPT, new Streams(streams, address));
  }

  private interface Binding {
    void run() throws IOException;
  }

  private void bind(IpAddress address, String role, Binding binding) {
    try {
      binding.run();
    } catch (BindException e) {
      boolean isTaken = String.valueOf(e.getMessage()).contains("in use");
      throw new LabConfigurationException(
          "%s cannot listen for DNS on %s port %d (%s): %s"
              .formatted(
                  role,
                  address,
                  dnsPort,
                  e.getMessage(),
                  isTaken || dnsPort < FIRST_FREE_PORT
                      ? "free it or choose another (--dns-port, LAB_DNS_PORT)"
                      : "this system does not give all of 127.0.0.0/8 to loopback"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits up to this long for something to come in, and tells the listener what did. */
  public void poll(Duration atMost) {
    reactor.poll(atMost);
    sweep();
  }

  /** Ends a {@link #poll} that waits; from any thread. */
  public void wakeup() {
    reactor.wakeup();
  }

  /** A listening UDP socket. */
  private final class Datagrams implements Reactor.Handler {
    private final DatagramChannel channel;
    private final Endpoint local;

    Datagrams(DatagramChannel channel, IpAddress address) {
      this.channel = channel;
      this.local = new Endpoint(address, DNS_PORT);
    }

    @Override
    public void ready(SelectionKey key) throws IOException {
      for (int i = 0; i < READ_BURST; i++) {
        SocketAddress from = channel.receive(datagram.clear());
        if (from == null) {
          return;
        }
        if (datagram.position() > Wire.MAX_QUERY) {
          dropped++;
        } else {
          listener.query(Transport.UDP, Wire.endpoint(from), local, Wire.taken(datagram));
        }
      }
    }

    @Override
    public void failed() {
      dropped++;
    }
  }

  /** A listening TCP socket. */
  private final class Streams implements Reactor.Handler {
    private final ServerSocketChannel streams;
    private final Endpoint local;

    Streams(ServerSocketChannel streams, IpAddress address) {
      this.streams = streams;
      this.local = new Endpoint(address, DNS_PORT);
    }

    @Override
    public void ready(SelectionKey key) throws IOException {
      SocketChannel channel = streams.accept();
      if (channel != null) {
        clients.accept(channel, local);
      }
    }

    /** Files have run out, most likely: the client waits in the backlog for room. */
    @Override
    public void failed() {
      dropped++;
      clients.forgetOldest();
    }
  }

  /**
   * Sends an answer from a listening address; over TCP on the connection that the client opened.
   */
  public void answer(Transport transport, Endpoint local, Endpoint client, byte[] message) {
    if (transport == Transport.UDP) {
      answerByDatagram(local, client, message);
    } else {
      clients.answer(local, client, message);
    }
  }

  private void answerByDatagram(Endpoint local, Endpoint client, byte[] message) {
    DatagramChannel channel = udp.get(local.address());
    try {
      if (channel == null
          || channel.send(ByteBuffer.wrap(message), Wire.socketAddress(client)) < message.length) {
        dropped++;
      }
    } catch (IOException e) {
      dropped++;
    }
  }

  /**
   * Sends an answer of several messages on the connection that the client opened, each made when
   * those before it are written: a client that reads slowly costs no memory.
   */
  public void answer(Endpoint local, Endpoint client, Iterator<byte[]> messages) {
    clients.answer(local, client, messages);
  }

  /**
   * Asks a server from the asker's own address, and from the port that it drew if that is free.
   * What cannot be sent is lost.
   */
  public void ask(Transport transport, Endpoint local, Endpoint server, byte[] message) {
    asking.ask(transport, local, server, message);
  }

  /**
   * Asks a server over TCP for an answer of several messages. The connection is open until it is
   * {@linkplain #hangUp hung up}, or the listener is told that it is lost.
   */
  public void converse(Endpoint local, Endpoint server, byte[] message) {
    asking.converse(local, server, message);
  }

  /** Closes a connection, whoever opened it; nothing if there is none. */
  public void hangUp(Endpoint local, Endpoint remote) {
    if (!clients.hangUp(local, remote)) {
      asking.hangUp(local, remote);
    }
  }

  /** Whether a socket of the lab's own is open at this endpoint of the wire to ask from. */
  public boolean isAsking(Transport transport, Endpoint real) {
    return asking.isOpen(transport, real);
  }

  /** How many questions wait for a reply. */
  public int asking() {
    return asking.size();
  }

  /** Whether an answer waits until a client takes it. */
  public boolean isWriting() {
    return clients.areWriting();
  }

  /** How many connections of clients are open. */
  public int connections() {
    return clients.size();
  }

  /** How many messages could not be sent, and how many sockets failed. */
  public long dropped() {
    return dropped + clients.dropped() + asking.dropped();
  }

  /**
   * Answers what has come in and accepts no more, until all answers are written; gives up when this
   * much time has passed.
   */
  public void drain(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    takeIn(atMost);
    stopListening();
    for (long left = atMost.toNanos(); left > 0 && clients.areWriting(); ) {
      reactor.poll(Duration.ofNanos(left));
      left = end - System.nanoTime();
    }
  }

  /** Reads all that has come in by now; gives up when this much time has passed. */
  public void takeIn(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    while (reactor.poll(Duration.ZERO) > 0 && System.nanoTime() < end) {
      // The listener is told of each message.
    }
  }

  private void stopListening() {
    udp.values().forEach(Reactor::close);
    udp.clear();
    tcp.forEach(Reactor::close);
    tcp.clear();
  }

  /** Closes what has waited too long, once a second. */
  private void sweep() {
    long now = System.nanoTime();
    if (now - sweptAt >= SWEEP_INTERVAL) {
      sweptAt = now;
      asking.sweep(now);
      clients.sweep(now);
    }
  }

  @Override
  public void close() {
    stopListening();
    clients.close();
    asking.close();
    reactor.close();
  }
}
