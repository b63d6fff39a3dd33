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
import java.util.function.Predicate;

/**
 * The sockets that questions go out from, one each, bound to the asker's own address.
 *
 * <p>A socket takes the place that the plan gives it, and by default the port that its asker drew
 * if that is free, else one of the kernel's choice: an asker knows of its own questions alone, not
 * of those that it gave up, nor of others' at its address. It is told of the reply as if it had
 * come to the port it drew, and the socket is closed; unless the answer has many messages: then
 * whoever asked ends the conversation.
 */
final class AskingSockets {
  /** How long a socket waits for its reply: longer than any asker does. */
  static final Duration LIFETIME = Duration.ofSeconds(10);

  /** Open at once for one asker: its oldest question makes room, never another's. */
  static final int MAX_PER_ADDRESS = 512;

  /** As many octets as a length can say. */
  private static final int LONGEST_REPLY = 65_535;

  private record Source(Transport transport, Endpoint real) {}

  /** Whether a question has one message for an answer, or as many as its asker wants. */
  private enum Replies {
    ONE,
    MANY
  }

  /** A question and the port that its asker drew. */
  private record Question(
      Transport transport,
      Endpoint drawn,
      Endpoint server,
      Endpoint real,
      byte[] message,
      Replies replies) {}

  private record Open(SelectableChannel channel, long since, Question question) {
    private boolean isLate(long nanoTime) {
      return question.replies() == Replies.ONE && nanoTime - since > LIFETIME.toNanos();
    }

    private boolean isConversation(Endpoint local, Endpoint server) {
      return question.replies() == Replies.MANY
          && question.drawn().equals(local)
          && question.server().equals(server);
    }
  }

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
    ask(new Question(transport, drawn, server, real(server), message, Replies.ONE));
  }

  /** The same over TCP, for as many messages as come until {@link #hangUp}. */
  void converse(Endpoint drawn, Endpoint server, byte[] message) {
    ask(new Question(Transport.TCP, drawn, server, real(server), message, Replies.MANY));
  }

  private Endpoint real(Endpoint server) {
    return server.port() == DnsSockets.DNS_PORT ? new Endpoint(server.address(), dnsPort) : server;
  }

  private void ask(Question question) {
    for (int attempt = 0; ; attempt++) {
      Optional<Endpoint> source = plan.source(question.drawn(), attempt);
      if (source.isEmpty()) {
        lost(question);
        return;
      }
      if (!isOpen(question.transport(), source.get()) && sentFrom(source.get(), question)) {
        return;
      }
    }
  }

  private void lost(Question question) {
    dropped++;
    listener.lost(question.transport(), question.server(), question.drawn());
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
              LONGEST_REPLY,
              reply -> {
                if (question.replies() == Replies.ONE) {
                  stop(source);
                }
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
      return;
    }
    connection.ready(key);
    if (connection.hasEnded()) {
      lose(source);
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
        lose(source);
      }
    };
  }

  private Source remember(Question question, Endpoint real, SelectableChannel channel) {
    Source source = new Source(question.transport(), real);
    IpAddress asker = question.drawn().address();
    Map<Source, Open> here = open.computeIfAbsent(asker, address -> new LinkedHashMap<>());
    if (here.size() >= MAX_PER_ADDRESS) {
      lose(here.keySet().iterator().next());
    }
    here.put(source, new Open(channel, System.nanoTime(), question));
    askers.put(source, asker);
    return source;
  }

  /** Closes a socket: its question has been answered, or matters no more. */
  private Optional<Open> stop(Source source) {
    IpAddress asker = askers.remove(source);
    Map<Source, Open> here = asker == null ? null : open.get(asker);
    Optional<Open> ended = Optional.ofNullable(here == null ? null : here.remove(source));
    ended.ifPresent(socket -> Reactor.close(socket.channel()));
    return ended;
  }

  /** Closes a socket whose asker still waits. */
  private void lose(Source source) {
    stop(source).ifPresent(socket -> lost(socket.question()));
  }

  private void discard(SelectableChannel channel) {
    stopAll(socket -> socket.channel().equals(channel));
    Reactor.close(channel);
  }

  private void stopAll(Predicate<Open> which) {
    sources(which).forEach(this::stop);
  }

  private List<Source> sources(Predicate<Open> which) {
    return open.values().stream()
        .flatMap(here -> here.entrySet().stream())
        .filter(entry -> which.test(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Ends a conversation; nothing if there is none. */
  void hangUp(Endpoint drawn, Endpoint server) {
    stopAll(socket -> socket.isConversation(drawn, server));
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
    sources(socket -> socket.isLate(nanoTime)).forEach(this::lose);
  }

  /** Closes all. */
  void close() {
    open.values().forEach(here -> here.values().forEach(one -> Reactor.close(one.channel())));
    open.clear();
    askers.clear();
  }
}
