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
import io.outagelab.core.Tick;
import io.outagelab.core.TimeScale;
import io.outagelab.core.node.Instruction;
import io.outagelab.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A world on real sockets of this machine's loopback, in this JVM: no Docker, no privilege.
 *
 * <p>One thread runs everything: it polls the sockets, feeds the machines what came in and what is
 * due, and hands events to listeners. Whoever else wants something of the lab leaves a note for
 * that thread.
 */
public final class EmbeddedLab implements Lab {
  /** The loop looks up at least this often. */
  private static final Duration LONGEST_POLL = LabClock.LONGEST_BEAT.dividedBy(2);

  /** Work done before sockets get their turn: a machine gone mad does not lock clients out. */
  private static final int MAX_STEPS = 100_000;

  private static final System.Logger LOGGER = System.getLogger("outage-lab");

  private final Assembled assembled;
  private final EventLog log;
  private final StatusBoard board;
  private final Stage stage;
  private final SocketNetwork network;
  private final Queue<Runnable> notes = new ConcurrentLinkedQueue<>();
  private final List<Consumer<Happening>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicLong failures = new AtomicLong();
  private final LabClock clock = new LabClock(System::nanoTime);
  private final Thread loop;
  private volatile boolean closing;
  private volatile boolean ended;
  private EventLog.@Nullable Reader reader;

  private EmbeddedLab(World world, EmbeddedOptions options) {
    long seed = options.seed().orElseGet(System::nanoTime);
    TimeScale scale = new TimeScale(options.compression().orElse(world.compression()));
    this.assembled = Assembly.live(world, seed, scale, options.base());
    this.log = new EventLog();
    this.board = new StatusBoard(world);
    SocketNetwork[] made = new SocketNetwork[1];
    this.stage =
        new Stage(
            assembled,
            on -> made[0] = new SocketNetwork(on, assembled, options.dnsPort(), clock::now),
            this::observed);
    this.network = made[0];
    this.loop = new Thread(this::run, "outage-lab");
    loop.setDaemon(true);
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
    } catch (RuntimeException e) {
      lab.network.close();
      throw e;
    }
    lab.stage.onForwardingChanged(lab.network::forwardingChanged);
    lab.loop.start();
    return lab;
  }

  private void run() {
    try {
      stage.start(clock.beat());
      while (!closing) {
        Tick now = clock.beat();
        takeNotes();
        guarded(() -> network.runDue(now));
        for (int i = 0; i < MAX_STEPS && !stage.deadline().isAfter(now) && !closing; i++) {
          guarded(() -> stage.stepAt(now));
        }
        guarded(() -> network.sockets().poll(pause()));
      }
    } finally {
      network.close();
      ended = true;
      takeNotes();
      if (!closing) {
        LOGGER.log(
            System.Logger.Level.ERROR, "the lab's thread has ended: nothing answers any more");
      }
    }
  }

  private void takeNotes() {
    for (Runnable note = notes.poll(); note != null; note = notes.poll()) {
      guarded(note);
    }
  }

  private Duration pause() {
    Tick next = Tick.earlier(stage.deadline(), network.deadline());
    Duration wait = next.since(clock.now());
    if (wait.isNegative() || !notes.isEmpty()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST_POLL) > 0 ? LONGEST_POLL : wait;
  }

  /** A machine that fails loses that one exchange; the lab goes on and says what happened. */
  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      if (failures.getAndIncrement() == 0) {
        LOGGER.log(System.Logger.Level.ERROR, "a machine failed", e);
      }
    }
  }

  private void observed(Stage.Observation observation) {
    Event event = observation.event();
    Happening happening = new Happening(assembled.scale().worldTime(observation.at()), event);
    board.accept(happening);
    log.append(happening);
    listeners.forEach(listener -> guarded(() -> listener.accept(happening)));
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
    return CompletableFuture.supplyAsync(this::statusNow, this::leave).join();
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
    return failures.get();
  }

  /** Has the lab's thread run this; the caller's own does if that thread is done, or is it. */
  private void leave(Runnable note) {
    if (Thread.currentThread() == loop) {
      note.run();
      return;
    }
    notes.add(note);
    network.sockets().wakeup();
    if (ended) {
      takeNotes();
    }
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
    return scale().worldTime(clock.now());
  }

  @Override
  public void instruct(Instruction instruction) {
    leave(() -> stage.instruct(clock.now(), Assembled.OPERATOR, instruction));
  }

  @Override
  public void runUntil(Duration worldTime, Consumer<Happening> listener) {
    if (reader == null) {
      reader = log.reader();
    }
    EventLog.Reader events = reader;
    while (!Thread.currentThread().isInterrupted()) {
      Duration left = worldTime.minus(worldTime()).dividedBy(scale().compression());
      if (left.isNegative() || left.isZero()) {
        events.drain(listener);
        return;
      }
      if (ended) {
        throw new IllegalStateException("the lab has ended at " + worldTime());
      }
      events.await(left, listener);
    }
  }

  /** Stops the lab; returns when its sockets are closed. */
  @Override
  public void close() {
    closing = true;
    network.sockets().wakeup();
    if (Thread.currentThread() != loop) {
      try {
        loop.join(Duration.ofSeconds(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
