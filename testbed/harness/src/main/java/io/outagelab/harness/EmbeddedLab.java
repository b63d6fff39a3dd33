package io.outagelab.harness;

import io.outagelab.assembly.Assembled;
import io.outagelab.assembly.Assembly;
import io.outagelab.assembly.Happening;
import io.outagelab.assembly.Lab;
import io.outagelab.assembly.Mode;
import io.outagelab.assembly.Stage;
import io.outagelab.assembly.Status;
import io.outagelab.assembly.StatusBoard;
import io.outagelab.core.Event;
import io.outagelab.core.TimeScale;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.node.Instruction;
import io.outagelab.world.World;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A world on real sockets of this machine's loopback, in this JVM: no Docker, no privilege. One
 * thread runs everything, see {@link LiveHost}, and hands events to listeners.
 */
public final class EmbeddedLab implements Lab {
  private static final IpAddress LOOPBACK = IpAddress.of("127.0.0.1");

  private final Assembled assembled;
  private final EventLog log;
  private final StatusBoard board;
  private final Stage stage;
  private final SocketNetwork network;
  private final LiveHost host;
  private Optional<BgpGuests> guests = Optional.empty();
  private final List<Consumer<Happening>> listeners = new CopyOnWriteArrayList<>();
  private long nextToRead;

  private EmbeddedLab(World world, EmbeddedOptions options) {
    long seed = options.seed().orElseGet(System::nanoTime);
    TimeScale scale = new TimeScale(options.compression().orElse(world.compression()));
    this.assembled = Assembly.live(world, seed, scale, options.base());
    this.log = new EventLog();
    this.board = new StatusBoard(world);
    LabClock clock = new LabClock(System::nanoTime);
    SocketNetwork[] made = new SocketNetwork[1];
    this.stage =
        new Stage(
            assembled,
            on -> made[0] = new SocketNetwork(on, assembled, options.dnsPort(), clock::now),
            this::observed);
    this.network = made[0];
    this.host = new LiveHost("outage-lab", clock, stage, network);
  }

  /**
   * Starts a lab and returns when it listens.
   *
   * @throws io.outagelab.core.LabConfigurationException if a port is taken
   */
  public static EmbeddedLab start(World world, EmbeddedOptions options) {
    EmbeddedLab lab = new EmbeddedLab(world, options);
    try {
      lab.network.listen(lab.assembled.nodes());
      options.bgpPort().ifPresent(lab::listenForBgp);
    } catch (RuntimeException e) {
      lab.host.close();
      throw e;
    }
    lab.stage.onForwardingChanged(lab.network::forwardingChanged);
    lab.host.start();
    return lab;
  }

  private void listenForBgp(int port) {
    guests = Optional.of(BgpGuests.listen(stage, host, world().guest(), LOOPBACK, port));
  }

  /** Where BGP speakers of others may listen in, if they may. */
  public Optional<InetSocketAddress> bgp() {
    return guests.map(BgpGuests::address);
  }

  private void observed(Stage.Observation observation) {
    Event event = observation.event();
    Happening happening = new Happening(assembled.scale().worldTime(observation.at()), event);
    board.accept(happening);
    log.append(happening);
    listeners.forEach(listener -> host.guarded(() -> listener.accept(happening)));
  }

  /** Hands every later event to the listener, on the lab's own thread: it must not block. */
  public void listen(Consumer<Happening> listener) {
    listeners.add(listener);
  }

  /** The events since the lab's start, as far back as they are kept. */
  public EventLog log() {
    return log;
  }

  /** What is true now. */
  public Status status() {
    return CompletableFuture.supplyAsync(this::statusNow, host::leave).join();
  }

  private Status statusNow() {
    return board.status(Mode.EMBEDDED, worldTime(), scale().compression(), assembled.addressing());
  }

  /** The lab's machines and addresses. */
  public Assembled assembled() {
    return assembled;
  }

  /** How many exchanges were dropped because a machine, or one of the listeners, failed. */
  public long failures() {
    return host.failures();
  }

  @Override
  public World world() {
    return assembled.world();
  }

  @Override
  public Mode mode() {
    return Mode.EMBEDDED;
  }

  @Override
  public long seed() {
    return assembled.seed();
  }

  @Override
  public List<String> mitigations() {
    return assembled.world().mitigations();
  }

  @Override
  public TimeScale scale() {
    return assembled.scale();
  }

  @Override
  public Duration worldTime() {
    return scale().worldTime(host.now());
  }

  @Override
  public void instruct(Instruction instruction) {
    host.tell(now -> stage.instruct(now, Assembled.OPERATOR, instruction));
  }

  @Override
  public void runUntil(Duration worldTime, Consumer<Happening> listener) {
    while (!Thread.currentThread().isInterrupted()) {
      Duration left = worldTime.minus(worldTime()).dividedBy(scale().compression());
      boolean isOver = left.isNegative() || left.isZero();
      List<EventLog.Numbered> events = log.from(nextToRead, isOver ? Duration.ZERO : left);
      for (EventLog.Numbered event : events) {
        nextToRead = event.index() + 1;
        listener.accept(event.happening());
      }
      if (isOver && events.size() < EventLog.PAGE) {
        return;
      }
      if (host.hasEnded()) {
        throw new IllegalStateException("the lab has ended at " + worldTime());
      }
    }
  }

  /** Stops the lab; returns when its sockets are closed. */
  @Override
  public void close() {
    guests.ifPresent(BgpGuests::close);
    host.close();
  }
}
