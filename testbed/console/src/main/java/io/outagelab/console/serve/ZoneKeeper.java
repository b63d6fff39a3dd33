package io.outagelab.console.serve;

import io.outagelab.authoritative.Authority;
import io.outagelab.authoritative.ExpiredZones;
import io.outagelab.authoritative.NameServer;
import io.outagelab.authoritative.ReplicatingServer;
import io.outagelab.authoritative.ReplicatingServer.Effect;
import io.outagelab.authoritative.ReplicatingServer.Input;
import io.outagelab.authoritative.transfer.Notifier;
import io.outagelab.authoritative.transfer.Secondary;
import io.outagelab.authoritative.transfer.SecondaryConfig;
import io.outagelab.authoritative.transfer.StoredZone;
import io.outagelab.authoritative.transfer.Transfers;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.console.serve.ReplicationPlan.ZonePlan;
import io.outagelab.core.Event;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.Pump;
import io.outagelab.core.Tick;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Transport;
import io.outagelab.edge.DnsListener;
import io.outagelab.edge.DnsSockets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.xbill.DNS.Name;

/**
 * Keeps the zones of a name server: has them from files and from primaries, signs those it is to
 * sign, gives them to secondaries and tells those of changes. It has a thread and sockets of its
 * own, so that queries are answered meanwhile.
 *
 * <pre>
 *  files ─▶ SignedZones ─▶ ReplicatingServer ─▶ authority ─▶ AuthoritativeServer ◀── queries
 *                            ▲    ▲     │                        │      ▲
 *        primaries ◀─────────┘    │     └── answers, streams ────┼──────┘
 *                                 └────── AXFR, NOTIFY … ────────┘
 * </pre>
 */
public final class ZoneKeeper implements AuthoritativeServer.Desk, AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger("outage-lab");
  private static final String ROLE = "the zone keeper";
  private static final Duration LONGEST_REST = Duration.ofSeconds(1);

  /** How often the load of transfers is reported; nobody reads it here. */
  private static final Duration REPORTS = Duration.ofDays(1);

  /** How many records of each zone's latest changes are kept for IXFR. */
  private static final int HISTORY = 100_000;

  /** Requests that wait; beyond, they are dropped, and asked again. */
  private static final int MAX_REQUESTS = 4_096;

  private final long start = System.nanoTime();
  private final Instant epoch = Instant.now();
  private final Consumer<Event> observer;
  private final Optional<ZoneStore> copies;
  private final Optional<ZoneStore> signed;
  private final SignedZones own;
  private final ReplicatingServer machine;
  private final Pump<Input, Effect> pump;
  private final DnsSockets sockets;
  private final Queue<Runnable> requests = new ArrayBlockingQueue<>(MAX_REQUESTS);
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::keep, ROLE);
  private Optional<AuthoritativeServer> server = Optional.empty();
  private Authority published;
  private boolean answered;
  private volatile boolean closing;

  /**
   * Signs what is to be signed. Nobody is asked or told anything before it is {@linkplain #start
   * started}.
   *
   * @param content the zones that it is the primary of, as their files have them
   * @param identity which server this is
   * @param addresses its own, to ask others from: one of each family that they have
   * @param teller is told what an operator has to know
   * @param observer is told what happens to zones
   * @throws LabConfigurationException if the plan does not fit the zones
   */
  public ZoneKeeper(
      ReplicationPlan plan,
      ZoneSet content,
      String identity,
      List<IpAddress> addresses,
      Consumer<String> teller,
      Consumer<Event> observer) {
    checkPrimaries(plan, content);
    this.observer = observer;
    this.copies = plan.storage().map(folder -> new ZoneStore(folder.resolve("copies")));
    this.signed = plan.storage().map(folder -> new ZoneStore(folder.resolve("signed")));
    this.own = new SignedZones(plan, signed, epoch, teller, observer);
    own.replace(Tick.ZERO, content);
    SecureRandom random = new SecureRandom();
    NameServer answering =
        new NameServer(
            "zones",
            identity,
            new Authority(own.served(), identity),
            REPORTS,
            new Transfers(plan.policy(), plan.keys(), epoch, HISTORY));
    Notifier notifier =
        new Notifier(plan::notified, addresses, epoch, Notifier.Patience.USUAL, random);
    List<Secondary> secondaries =
        plan.copied().stream()
            .map(
                origin ->
                    SecondaryConfig.of(
                        origin, zonePlan(plan, origin).primaries(), addresses, epoch))
            .map(config -> new Secondary(config, random))
            .toList();
    this.machine = new ReplicatingServer(answering, notifier, secondaries);
    this.pump = new Pump<>(machine, (now, effect) -> carryOut(effect));
    this.sockets = new DnsSockets(DnsSockets.DNS_PORT, new Others());
    List<StoredZone> stored =
        plan.copied().stream()
            .flatMap(origin -> copies.flatMap(files -> files.load(origin)).stream())
            .toList();
    // Carried out once there is a server to be asked by those who are told.
    List<Effect> first = machine.handle(Tick.ZERO, new Input.Started(stored));
    tasks.add(() -> first.forEach(this::carryOut));
    this.published = machine.server().authority();
  }

  private static ZonePlan zonePlan(ReplicationPlan plan, Name origin) {
    return Optional.ofNullable(plan.zones().get(origin)).orElseThrow();
  }

  private static void checkPrimaries(ReplicationPlan plan, ZoneSet content) {
    plan.zones()
        .forEach(
            (origin, zone) -> {
              if (!zone.isCopied() && content.zone(origin).isEmpty()) {
                throw new LabConfigurationException(
                    "zone '%s' has neither a file nor primaries: one of them is needed"
                        .formatted(DnsNames.display(origin)));
              }
            });
  }

  /** What is answered by. */
  public Authority authority() {
    return machine.server().authority();
  }

  /** The zones that ought to be served, but cannot be. */
  public ExpiredZones expired() {
    return machine.server().expired();
  }

  /** Takes this server's requests from now on, and gives it zones that change. */
  public void start(AuthoritativeServer answering) {
    server = Optional.of(answering);
    answering.watch(thread);
    thread.start();
    answering.handTo(this, machine.server().counts());
  }

  /** The zones that it is the primary of hold this from now on; from any thread. */
  public void replace(ZoneSet content) {
    tasks.add(
        () -> {
          own.replace(now(), content);
          feed(new Input.ReplaceZones(own.served()));
        });
    sockets.wakeup();
  }

  @Override
  public void request(Transport transport, Endpoint client, Endpoint local, byte[] message) {
    if (requests.offer(() -> respond(transport, client, local, message))) {
      sockets.wakeup();
    }
  }

  private void respond(Transport transport, Endpoint client, Endpoint local, byte[] message) {
    answered = false;
    feed(new Input.ClientQuery(transport, client, local, message));
    if (!answered && transport == Transport.TCP) {
      server.ifPresent(answering -> answering.hangUp(local, client));
    }
  }

  private Tick now() {
    return new Tick(System.nanoTime() - start);
  }

  private void keep() {
    try (sockets) {
      while (!closing) {
        guarding(() -> sockets.poll(rest()));
        runAll(tasks);
        runAll(requests);
        guarding(this::expire);
      }
    }
  }

  private Duration rest() {
    Tick deadline = Tick.earlier(pump.deadline(), own.deadline());
    Tick now = now();
    boolean isDue = !tasks.isEmpty() || !requests.isEmpty() || !deadline.isAfter(now);
    Duration rest = isDue ? Duration.ZERO : deadline.since(now);
    return rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
  }

  private void runAll(Queue<Runnable> waiting) {
    for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
      guarding(next);
    }
  }

  private void expire() {
    Tick now = now();
    pump.fire(now);
    if (own.renew(now)) {
      feed(new Input.ReplaceZones(own.served()));
    }
    publish();
  }

  /** What fails is dropped; zones are kept on. */
  private static void guarding(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.ERROR, ROLE + " failed", e);
    }
  }

  private void feed(Input input) {
    pump.feed(now(), input);
    publish();
  }

  private void publish() {
    if (machine.server().authority() != published) {
      published = machine.server().authority();
      server.ifPresent(answering -> answering.serve(published, expired()));
    }
  }

  /** Whoever is told of a zone may ask for it at once: it is served first. */
  private void carryOut(Effect effect) {
    publish();
    switch (effect) {
      case Effect.AnswerClient(var transport, var local, var client, byte[] message) -> {
        answered = true;
        server.ifPresent(answering -> answering.answer(transport, local, client, message));
      }
      case Effect.StreamToClient(var local, var client, var messages) -> {
        answered = true;
        server.ifPresent(answering -> answering.answer(local, client, messages));
      }
      case Effect.AskServer(var transport, var local, var remote, byte[] message) -> {
        if (transport == Transport.UDP) {
          sockets.ask(transport, local, remote, message);
        } else {
          sockets.converse(local, remote, message);
        }
      }
      case Effect.CloseConnection(var local, var remote) -> sockets.hangUp(local, remote);
      case Effect.StoreZone(StoredZone copy) -> copies.ifPresent(files -> files.store(copy));
      case Effect.Observed(Event event) -> observer.accept(event);
    }
  }

  /** What comes from servers that were asked. */
  private final class Others implements DnsListener {
    @Override
    public void query(Transport transport, Endpoint client, Endpoint local, byte[] message) {
      throw new IllegalStateException("a query came where nobody listens");
    }

    @Override
    public void reply(Transport transport, Endpoint remote, Endpoint local, byte[] message) {
      feed(new Input.ServerReply(transport, remote, local, message));
    }

    /** It may be told in the middle of an effect, so it has to wait for its turn. */
    @Override
    public void lost(Transport transport, Endpoint remote, Endpoint local) {
      tasks.add(() -> feed(new Input.ServerUnreachable(transport, remote, local)));
    }
  }

  /** Stops asking and telling, and keeps what is to be kept. */
  @Override
  public void close() {
    closing = true;
    sockets.wakeup();
    try {
      if (thread.isAlive()) {
        thread.join();
      } else {
        sockets.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    copies.ifPresent(ZoneStore::close);
    signed.ifPresent(ZoneStore::close);
  }
}
