package io.outagelab.edge;

import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Transport;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sockets that questions go out from, one each, bound to the asker's own address.
 *
 * <p>A socket takes the place that the plan gives it, and by default the port that its asker drew
 * if that is free, else one of the kernel's choice: an asker knows of its own questions alone, not
 * of those that it gave up, nor of others' at its address. It is told of the reply as if it had
 * come to the port it drew.
 */
final class AskingSockets {
  /** How long a socket waits for its reply: longer than any asker does. */
  static final Duration LIFETIME = Duration.ofSeconds(10);

  /** Open at once for one asker: its oldest question makes room, never another's. */
  static final int MAX_PER_ADDRESS = 512;

  private record Source(Transport transport, Endpoint real) {}

  /** A question and the port that its asker drew. */
  private record Question(
      Transport transport, Endpoint drawn, Endpoint server, Endpoint real, byte[] message) {}

  private record Open(SelectableChannel channel, long since) {}

  private final SourcePlan plan;

  private final Reactor reactor;
  private final DnsListener listener;
  private final int dnsPort;
  private final ByteBuffer datagram = ByteBuffer.allocateDirect(Wire.MAX_DATAGRAM);

  /** By the asker's own address, in the order of asking. */
  private final Map<IpAddress, Map<Source, Open>> open = new LinkedHashMap<>();

  private final Map<Source, IpAddress> askers = new HashMap<>();
  private long dropped;

  /** No sockets yet. Servers' port 53 is {@code dnsPort} on the wire. */
  AskingSockets(SourcePlan plan, Reactor reactor, DnsListener listener, int dnsPort) {
    this.plan = plan;
    this.reactor = reactor;
    this.listener = listener;
    this.dnsPort = dnsPort;
  }

  /** Asks a server from the asker's own address. What cannot be sent is lost and counted. */
  void ask(Transport transport, Endpoint drawn, Endpoint server, byte[] message) {
    Endpoint real =
        server.port() == DnsSockets.DNS_PORT ? new Endpoint(server.address(), dnsPort) : server;
    Question question = new Question(transport, drawn, server, real, message);
    for (int attempt = 0; ; attempt++) {
      Optional<Endpoint> source = plan.source(drawn, attempt);
      if (source.isEmpty()) {
        dropped++;
        return;
      }
      if (!isOpen(transport, source.get()) && sentFrom(source.get(), question)) {
        return;
      }
    }
  }

  private boolean sentFrom(Endpoint wanted, Question question) {
    try {
      if (question.transport() == Transport.UDP) {
        askByDatagram(wanted, question);
      } else {
        askByConnection(wanted, question);
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void askByDatagram(Endpoint wanted, Question question) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.bind(Wire.socketAddress(wanted));
      Source source = remember(question, Wire.endpoint(channel.getLocalAddress()), channel);
      reactor.register(
          channel,
          SelectionKey.OP_READ,
          handler(source, key -> readReply(channel, source, question)));
      channel.send(ByteBuffer.wrap(question.message()), Wire.socketAddress(question.real()));
    } catch (IOException e) {
      discard(channel);
      throw e;
    }
  }

  private void readReply(DatagramChannel channel, Source source, Question question)
      throws IOException {
    byte[] message = Wire.receiveFrom(channel, question.real(), datagram);
    if (message.length > 0) {
      stop(source);
      listener.reply(Transport.UDP, question.server(), question.drawn(), message);
    }
  }

  private void askByConnection(Endpoint wanted, Question question) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(Wire.socketAddress(wanted));
      Source source = remember(question, Wire.endpoint(channel.getLocalAddress()), channel);
      DnsConnection connection =
          new DnsConnection(
              channel,
              reply -> {
                stop(source);
                listener.reply(Transport.TCP, question.server(), question.drawn(), reply);
              });
      connection.send(question.message());
      SelectionKey key =
          reactor.register(
              channel,
              SelectionKey.OP_CONNECT,
              handler(source, ready -> converse(ready, connection, source)));
      if (channel.connect(Wire.socketAddress(question.real()))) {
        // Nothing is left to wait for, and no event would ever say so.
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      }
    } catch (IOException e) {
      discard(channel);
      throw e;
    }
  }

  private void converse(SelectionKey key, DnsConnection connection, Source source)
      throws IOException {
    if (key.isConnectable() && connection.channel().finishConnect()) {
      key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    } else if (!connection.ready(key)) {
      stop(source);
    }
  }

  private interface Ready {
    void run(SelectionKey key) throws IOException;
  }

  private Reactor.Handler handler(Source source, Ready ready) {
    return new Reactor.Handler() {
      @Override
      public void ready(SelectionKey key) throws IOException {
        ready.run(key);
      }

      @Override
      public void failed() {
        dropped++;
        stop(source);
      }
    };
  }

  private Source remember(Question question, Endpoint real, SelectableChannel channel) {
    Source source = new Source(question.transport(), real);
    IpAddress asker = question.drawn().address();
    Map<Source, Open> here = open.computeIfAbsent(asker, address -> new LinkedHashMap<>());
    if (here.size() >= MAX_PER_ADDRESS) {
      stop(here.keySet().iterator().next());
    }
    here.put(source, new Open(channel, System.nanoTime()));
    askers.put(source, asker);
    return source;
  }

  private void stop(Source source) {
    IpAddress asker = askers.remove(source);
    Map<Source, Open> here = asker == null ? null : open.get(asker);
    Open ended = here == null ? null : here.remove(source);
    if (ended != null) {
      Reactor.close(ended.channel());
    }
  }

  private void discard(SelectableChannel channel) {
    for (Map<Source, Open> here : open.values()) {
      List<Source> dead =
          here.entrySet().stream()
              .filter(entry -> entry.getValue().channel().equals(channel))
              .map(Map.Entry::getKey)
              .toList();
      dead.forEach(this::stop);
    }
    Reactor.close(channel);
  }

  /** Whether a socket is open at this endpoint of the wire. */
  boolean isOpen(Transport transport, Endpoint real) {
    return askers.containsKey(new Source(transport, real));
  }

  /** How many are open. */
  int size() {
    return askers.size();
  }

  /** How many questions could not be asked, or ended in an error. */
  long dropped() {
    return dropped;
  }

  /** Closes those that have waited too long. */
  void sweep(long nanoTime) {
    for (Map<Source, Open> here : open.values()) {
      List<Source> late =
          here.entrySet().stream()
              .takeWhile(entry -> nanoTime - entry.getValue().since() > LIFETIME.toNanos())
              .map(Map.Entry::getKey)
              .toList();
      late.forEach(this::stop);
    }
  }

  /** Closes all. */
  void close() {
    open.values().forEach(here -> here.values().forEach(one -> Reactor.close(one.channel())));
    open.clear();
    askers.clear();
  }
}
