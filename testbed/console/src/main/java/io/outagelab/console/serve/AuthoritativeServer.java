package io.outagelab.console.serve;

import io.outagelab.authoritative.Authority;
import io.outagelab.authoritative.ExpiredZones;
import io.outagelab.authoritative.Guard;
import io.outagelab.authoritative.QueryCounts;
import io.outagelab.authoritative.RateLimit;
import io.outagelab.authoritative.Responder;
import io.outagelab.authoritative.transfer.ZoneTraffic;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Transport;
import io.outagelab.edge.DatagramLoops;
import io.outagelab.edge.DnsListener;
import io.outagelab.edge.DnsSockets;
import io.outagelab.edge.Failures;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An authoritative name server on its own: as many loops for datagrams as wanted, and one for
 * connections. All answer by the authority of the moment, so that zones change between one query
 * and the next, and none is lost. What is no ordinary query goes to a desk, if there is one.
 */
public final class AuthoritativeServer implements AutoCloseable {
  private static final String ROLE = "the name server";
  private static final Duration LONGEST_REST = Duration.ofSeconds(1);

  /** How long clients may take to read their last answers. */
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(3);

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Takes transfers, NOTIFY, and whatever is signed; from any thread, without blocking. */
  public interface Desk {
    /** Whoever sent this is answered later, or not at all. */
    void request(Transport transport, Endpoint client, Endpoint local, byte[] message);
  }

  private record Served(Authority authority, ExpiredZones expired) {}

  /** By which the clock that never goes back tells the time of day. */
  private final long epochOffset = System.currentTimeMillis() * NANOS_PER_MILLI - System.nanoTime();

  private final byte[] secret = new byte[Guard.SECRET];
  private final Optional<RateLimit> limit;
  private final Listening listening;
  private final Failures failures = new Failures();
  private final DnsSockets connections;
  private final Map<IpAddress, DatagramLoops> datagrams = new LinkedHashMap<>();
  private final Thread thread = new Thread(this::serveConnections, ROLE + "-tcp");

  /** What the thread of the connections is to do next. */
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

  /** Of each thread that answers, and of the desk. */
  private final List<QueryCounts> counts = new CopyOnWriteArrayList<>();

  private volatile Served served;
  private volatile Optional<Desk> desk = Optional.empty();
  private volatile boolean closing;

  /** The same, with every zone in date. */
  public AuthoritativeServer(
      Listening listening, int udpLoops, Optional<RateLimit> limit, Authority authority) {
    this(listening, udpLoops, limit, authority, ExpiredZones.NONE);
  }

  /**
   * Binds the sockets and starts to answer.
   *
   * @param udpLoops how many threads answer datagrams at each address, each with a socket of its
   *     own
   * @param limit what clients get that have not proven their address
   * @param authority what is answered
   * @param expired the zones that it ought to serve, but cannot
   * @throws io.outagelab.core.LabConfigurationException if an address cannot be bound
   */
  public AuthoritativeServer(
      Listening listening,
      int udpLoops,
      Optional<RateLimit> limit,
      Authority authority,
      ExpiredZones expired) {
    this.served = new Served(authority, expired);
    // A client has a choice of all that listen on addresses of its family.
    this.limit = limit.map(whole -> whole.sharedBy(udpLoops * listening.mostOfAFamily()));
    this.listening = listening;
    new SecureRandom().nextBytes(secret);
    this.connections = new DnsSockets(listening.port(), new Connections());
    try {
      for (IpAddress address : listening.addresses()) {
        connections.listenForConnections(address, ROLE);
      }
      for (IpAddress address : listening.addresses()) {
        Endpoint local = endpoint(address);
        datagrams.put(
            address,
            new DatagramLoops(
                listening.socket(address), udpLoops, ROLE, failures, () -> new Datagrams(local)));
      }
    } catch (RuntimeException e) {
      datagrams.values().forEach(DatagramLoops::close);
      connections.close();
      throw e;
    }
    failures.watch(thread);
    thread.start();
  }

  private static Endpoint endpoint(IpAddress address) {
    return new Endpoint(address, DnsSockets.DNS_PORT);
  }

  /** From the next query on, answers by this authority. */
  public void serve(Authority authority) {
    serve(authority, ExpiredZones.NONE);
  }

  /**
   * From the next query on, answers by this authority.
   *
   * @param expired the zones that it ought to serve, but cannot
   */
  public void serve(Authority authority, ExpiredZones expired) {
    served = new Served(authority, expired);
  }

  /** From now on, has this desk answer what is no ordinary query, and count it there. */
  public void handTo(Desk other, QueryCounts counted) {
    desk = Optional.of(other);
    counts.add(counted);
  }

  /** What it answers by. */
  public Authority authority() {
    return served.authority();
  }

  /** Counts this thread among its own: see {@link #onFatal}. */
  public void watch(Thread other) {
    failures.watch(other);
  }

  /**
   * Runs this should a thread of it end by an error, or if one has, perhaps more than once: it does
   * not serve as it ought to any more.
   */
  public void onFatal(Runnable action) {
    failures.onFatal(action);
  }

  /** Whether a thread of it has ended by an error. */
  public boolean isFatal() {
    return failures.isFatal();
  }

  /** How many exchanges were dropped because our own code failed. */
  public long failures() {
    return failures.count();
  }

  /** What it has done, as Prometheus reads it. */
  public String metrics() {
    return Metrics.text(
        listening.toString(), counts, authority().zones().zones().size(), failures());
  }

  /** Sends an answer to somebody whom the desk has heard, from there; from any thread. */
  public void answer(Transport transport, Endpoint local, Endpoint client, byte[] message) {
    if (transport == Transport.UDP) {
      Optional.ofNullable(datagrams.get(local.address()))
          .orElseThrow(() -> new IllegalStateException("nothing listens at " + local))
          .send(client, message);
    } else {
      onConnections(() -> connections.answer(transport, local, client, message));
    }
  }

  /** Sends an answer of many messages on the connection of somebody whom the desk has heard. */
  public void answer(Endpoint local, Endpoint client, Iterator<byte[]> messages) {
    onConnections(() -> connections.answer(local, client, messages));
  }

  /** Closes the connection of somebody whom the desk has heard, and has nothing to say to. */
  public void hangUp(Endpoint local, Endpoint client) {
    onConnections(() -> connections.hangUp(local, client));
  }

  private void onConnections(Runnable task) {
    tasks.add(task);
    connections.wakeup();
  }

  private QueryCounts counts() {
    QueryCounts fresh = new QueryCounts();
    counts.add(fresh);
    return fresh;
  }

  private Responder guarded() {
    return new Responder(new Guard(secret, limit));
  }

  private long now() {
    return epochOffset + System.nanoTime();
  }

  private void serveConnections() {
    try (connections) {
      while (!closing) {
        guarding(() -> connections.poll(LONGEST_REST));
      }
      guarding(() -> connections.drain(LAST_ANSWERS));
    }
  }

  /** What fails loses that one exchange; the others go on. */
  private void guarding(Runnable work) {
    try {
      work.run();
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
    } catch (RuntimeException e) {
      failures.count("an answer on a connection", listening, new byte[0], 0, e);
    }
  }

  /** Whether a message is for the desk; of the hot path, so that nothing is made for most. */
  private boolean isForDesk(byte[] octets, int length) {
    return desk.isPresent() && ZoneTraffic.includes(octets, length);
  }

  private void hand(Transport transport, Endpoint client, Endpoint local, byte[] message) {
    desk.orElseThrow().request(transport, client, local, message);
  }

  /** Answers ordinary queries, on one thread. */
  private final class Answers {
    private final Responder responder = guarded();
    private final QueryCounts counts = counts();
    private byte[] response = {};

    /** How many octets of {@link #response} answer a query; {@link Responder#SILENT} for none. */
    int to(Transport transport, byte[] client, byte[] query, int length) {
      counts.asked(transport, client, query, length);
      Served now = served;
      int size =
          responder.answer(now.authority(), now.expired(), transport, client, now(), query, length);
      response = responder.response();
      if (size != Responder.SILENT) {
        counts.answered(response);
      }
      return size;
    }
  }

  /** One loop's datagrams. */
  private final class Datagrams implements DatagramLoops.Answering {
    private final Answers answers = new Answers();
    private final Endpoint local;

    Datagrams(Endpoint local) {
      this.local = local;
    }

    @Override
    public int answer(InetSocketAddress client, byte[] datagram, int length) {
      if (isForDesk(datagram, length)) {
        Endpoint asker = new Endpoint(IpAddress.of(client.getAddress()), client.getPort());
        hand(Transport.UDP, asker, local, Arrays.copyOf(datagram, length));
        return Responder.SILENT;
      }
      return answers.to(Transport.UDP, client.getAddress().getAddress(), datagram, length);
    }

    @Override
    public byte[] answer() {
      return answers.response;
    }
  }

  /** What comes in on connections. */
  private final class Connections implements DnsListener {
    private final Answers answers = new Answers();

    @Override
    public void query(Transport transport, Endpoint client, Endpoint to, byte[] message) {
      try {
        if (isForDesk(message, message.length)) {
          hand(transport, client, to, message);
        } else {
          answer(transport, client, to, message);
        }
      } catch (RuntimeException e) {
        failures.count("a query on a connection", client, message, message.length, e);
        connections.hangUp(to, client);
      }
    }

    /** Who sends what gets no answer has nothing to wait for. */
    private void answer(Transport transport, Endpoint client, Endpoint local, byte[] message) {
      int size = answers.to(transport, client.address().octets(), message, message.length);
      if (size == Responder.SILENT) {
        connections.hangUp(local, client);
      } else {
        connections.answer(transport, local, client, Arrays.copyOf(answers.response, size));
      }
    }

    @Override
    public void reply(Transport transport, Endpoint server, Endpoint to, byte[] message) {
      throw new IllegalStateException("a name server that asks nobody got a reply");
    }
  }

  /** Stops listening; what has been asked is answered first. */
  @Override
  public void close() {
    closing = true;
    connections.wakeup();
    List<Thread> loops =
        datagrams.values().stream().map(each -> Thread.ofVirtual().start(each::close)).toList();
    try {
      for (Thread loop : loops) {
        loop.join();
      }
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
