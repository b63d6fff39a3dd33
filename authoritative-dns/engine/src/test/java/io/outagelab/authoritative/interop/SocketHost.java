package io.outagelab.authoritative.interop;

import io.outagelab.authoritative.ReplicatingServer;
import io.outagelab.authoritative.ReplicatingServer.Effect;
import io.outagelab.authoritative.ReplicatingServer.Input;
import io.outagelab.core.Event;
import io.outagelab.core.Tick;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Transport;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs a server over real sockets on loopback: simple, and only for tests. */
final class SocketHost implements AutoCloseable {
  private static final int MAX_DATAGRAM = 65_535;

  private interface Talk {
    void run() throws IOException;
  }

  private final Endpoint local;
  private final DatagramSocket datagrams;
  private final ServerSocket connections;
  private final long start = System.nanoTime();
  private final ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(1);
  private Future<?> alarm = CompletableFuture.completedFuture(null);
  private final Map<Endpoint, Socket> clients = new HashMap<>();
  private final Map<Endpoint, Closeable> asking = new HashMap<>();
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final List<byte[]> queries = new CopyOnWriteArrayList<>();
  private final ReplicatingServer server;

  /** A port that nobody listens on, over UDP and TCP. */
  static int freePort() throws IOException {
    for (int attempt = 0; attempt < 100; attempt++) {
      try (ServerSocket tcp = new ServerSocket();
          DatagramSocket udp = new DatagramSocket(null)) {
        tcp.bind(loopback(0));
        udp.bind(tcp.getLocalSocketAddress());
        return tcp.getLocalPort();
      } catch (IOException e) {
        // Taken by somebody else's datagrams: another one.
      }
    }
    throw new IOException("no port is free");
  }

  /** Listens on 127.0.0.1 at this port. */
  SocketHost(int port, ReplicatingServer server) throws IOException {
    this.server = server;
    this.local = Endpoint.of("127.0.0.1", port);
    SocketAddress address = loopback(port);
    this.datagrams = new DatagramSocket(address);
    this.connections = new ServerSocket();
    connections.setReuseAddress(true);
    connections.bind(address);
    background(this::receiveDatagrams);
    background(this::acceptConnections);
  }

  private static void background(Talk talk) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                talk.run();
              } catch (IOException e) {
                // The socket was closed, here or there.
              }
            });
  }

  /** Something happened; what the server wants is done at once. */
  synchronized void feed(Input input) {
    Tick now = new Tick(System.nanoTime() - start);
    server.expire(now).forEach(this::carryOut);
    server.handle(now, input).forEach(this::carryOut);
    arm(now);
  }

  private synchronized void expire() {
    Tick now = new Tick(System.nanoTime() - start);
    server.expire(now).forEach(this::carryOut);
    arm(now);
  }

  private void arm(Tick now) {
    if (!server.deadline().equals(Tick.NEVER) && !timer.isShutdown()) {
      long wait = Math.max(0, server.deadline().nanos() - now.nanos());
      alarm.cancel(false);
      alarm = timer.schedule(this::expire, wait, TimeUnit.NANOSECONDS);
    }
  }

  /** What the server has observed. */
  List<Event> events() {
    return events;
  }

  /** The messages that came to the port it listens on. */
  List<byte[]> queries() {
    return queries;
  }

  private void carryOut(Effect effect) {
    try {
      switch (effect) {
        case Effect.AnswerClient answer -> answer(answer);
        case Effect.StreamToClient(var from, var client, var messages) -> {
          while (messages.hasNext()) {
            answer(new Effect.AnswerClient(Transport.TCP, from, client, messages.next()));
          }
        }
        case Effect.AskServer ask when ask.transport() == Transport.UDP -> askByDatagram(ask);
        case Effect.AskServer ask -> background(() -> askByConnection(ask));
        case Effect.CloseConnection(Endpoint from, Endpoint to) -> close(from);
        case Effect.StoreZone stored -> {}
        case Effect.Observed(Event event) -> events.add(event);
      }
    } catch (IOException e) {
      // As if it were lost on the way.
    }
  }

  private void answer(Effect.AnswerClient answer) throws IOException {
    if (answer.transport() == Transport.UDP) {
      byte[] octets = answer.message();
      datagrams.send(new DatagramPacket(octets, octets.length, address(answer.client())));
    } else {
      Socket socket = clients.get(answer.client());
      if (socket != null) {
        write(socket, answer.message());
      }
    }
  }

  private void receiveDatagrams() throws IOException {
    while (true) {
      DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
      datagrams.receive(packet);
      byte[] octets = Arrays.copyOf(packet.getData(), packet.getLength());
      queries.add(octets);
      feed(
          new Input.ClientQuery(Transport.UDP, endpoint(packet.getSocketAddress()), local, octets));
    }
  }

  private void acceptConnections() throws IOException {
    while (true) {
      Socket socket = connections.accept();
      Endpoint client = endpoint(socket.getRemoteSocketAddress());
      synchronized (this) {
        clients.put(client, socket);
      }
      background(
          () ->
              read(
                  socket,
                  octets -> {
                    queries.add(octets);
                    feed(new Input.ClientQuery(Transport.TCP, client, local, octets));
                  }));
    }
  }

  private void askByDatagram(Effect.AskServer ask) throws IOException {
    DatagramSocket socket = new DatagramSocket(loopback(0));
    asking.put(ask.local(), socket);
    socket.send(new DatagramPacket(ask.message(), ask.message().length, address(ask.server())));
    background(
        () -> {
          DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
          socket.receive(packet);
          socket.close();
          feed(
              new Input.ServerReply(
                  Transport.UDP,
                  endpoint(packet.getSocketAddress()),
                  ask.local(),
                  Arrays.copyOf(packet.getData(), packet.getLength())));
        });
  }

  private void askByConnection(Effect.AskServer ask) throws IOException {
    try (Socket socket = new Socket()) {
      synchronized (this) {
        asking.put(ask.local(), socket);
      }
      socket.connect(address(ask.server()));
      write(socket, ask.message());
      read(
          socket,
          octets -> feed(new Input.ServerReply(Transport.TCP, ask.server(), ask.local(), octets)));
    } finally {
      feed(new Input.ServerUnreachable(Transport.TCP, ask.server(), ask.local()));
    }
  }

  private interface Reader {
    void take(byte[] message);
  }

  private static void read(Socket socket, Reader reader) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    while (true) {
      byte[] message = new byte[in.readUnsignedShort()];
      in.readFully(message);
      reader.take(message);
    }
  }

  private static void write(Socket socket, byte[] message) throws IOException {
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    byte[] framed = new byte[message.length + 2];
    framed[0] = (byte) (message.length >> 8);
    framed[1] = (byte) message.length;
    System.arraycopy(message, 0, framed, 2, message.length);
    out.write(framed);
    out.flush();
  }

  private static InetSocketAddress loopback(int port) {
    return address(Endpoint.of("127.0.0.1", port));
  }

  private static InetSocketAddress address(Endpoint endpoint) {
    return new InetSocketAddress(endpoint.address().toInetAddress(), endpoint.port());
  }

  private static Endpoint endpoint(SocketAddress address) {
    InetSocketAddress inet = (InetSocketAddress) address;
    return new Endpoint(IpAddress.of(inet.getAddress()), inet.getPort());
  }

  private void close(Endpoint from) throws IOException {
    Closeable socket = asking.remove(from);
    if (socket != null) {
      socket.close();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    timer.shutdownNow();
    datagrams.close();
    connections.close();
    for (Socket socket : clients.values()) {
      socket.close();
    }
    for (Endpoint from : List.copyOf(asking.keySet())) {
      close(from);
    }
  }
}
