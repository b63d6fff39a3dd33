package io.outagelab.harness;

import io.outagelab.assembly.Stage;
import io.outagelab.core.Tick;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Runs a stage in real time: one thread polls the sockets and feeds the machines what came in and
 * what is due. Whoever else wants something of them leaves a note for that thread.
 */
public final class LiveHost implements AutoCloseable {
  /** The loop looks up at least this often. */
  private static final Duration LONGEST_REST = Duration.ofSeconds(2);

  /** How long it looks away while it waits for the end. */
  private static final Duration GLANCE = Duration.ofMillis(10);

  /** Work done before sockets get their turn: a machine gone mad does not lock clients out. */
  private static final int MAX_STEPS = 100_000;

  private static final System.Logger LOGGER = System.getLogger("outage-lab");

  private final LabClock clock;
  private final Stage stage;
  private final SocketNetwork network;
  private final Queue<Runnable> notes = new ConcurrentLinkedQueue<>();
  private final AtomicLong failures = new AtomicLong();
  private final Thread loop;
  private volatile Runnable onFailure = () -> {};
  private volatile Duration patience = Duration.ZERO;
  private volatile boolean closing;
  private volatile boolean ended;

  /** A host that has not started. The network's sockets are its own from now on. */
  public LiveHost(String name, LabClock clock, Stage stage, SocketNetwork network) {
    this.clock = clock;
    this.stage = stage;
    this.network = network;
    this.loop = new Thread(this::run, name);
    loop.setDaemon(true);
  }

  /** Runs this should the machines' thread end without having been told to. */
  public void onFailure(Runnable action) {
    onFailure = action;
  }

  /** Starts the machines. */
  public void start() {
    loop.start();
  }

  private void run() {
    try {
      stage.start(clock.beat());
      while (!closing) {
        turn(LONGEST_REST);
      }
      drain();
    } finally {
      network.close();
      ended = true;
      takeNotes();
      if (!closing) {
        LOGGER.log(
            System.Logger.Level.ERROR, "the lab's thread has ended: nothing answers any more");
        onFailure.run();
      }
    }
  }

  private void turn(Duration longestRest) {
    Tick now = clock.beat();
    takeNotes();
    guarded(() -> network.runDue(now));
    for (int i = 0; i < MAX_STEPS && !stage.deadline().isAfter(now) && !isOver(); i++) {
      guarded(() -> stage.stepAt(now));
    }
    guarded(() -> rest(longestRest));
  }

  /** Plays on until what clients had asked is answered, or nobody has the patience. */
  private void drain() {
    if (isOver()) {
      return;
    }
    long end = System.nanoTime() + patience.toNanos();
    guarded(() -> network.takeLast(patience));
    while (network.isBusy() && System.nanoTime() < end) {
      turn(GLANCE);
    }
  }

  /** Whether nobody waits for anything any more. */
  private boolean isOver() {
    return closing && patience.isZero();
  }

  private void takeNotes() {
    for (Runnable note = notes.poll(); note != null; note = notes.poll()) {
      guarded(note);
    }
  }

  /** Until something comes in or is due. */
  private void rest(Duration longest) {
    Duration pause = pause(longest);
    clock.rest(pause);
    network.sockets().poll(pause);
  }

  private Duration pause(Duration longest) {
    Tick next = Tick.earlier(stage.deadline(), network.deadline());
    Duration wait = next.since(clock.now());
    if (wait.isNegative() || !notes.isEmpty()) {
      return Duration.ZERO;
    }
    return wait.compareTo(longest) > 0 ? longest : wait;
  }

  /** Runs something that may fail: what fails loses that one exchange; the lab goes on. */
  void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      if (failures.getAndIncrement() == 0) {
        LOGGER.log(System.Logger.Level.ERROR, "a machine failed", e);
      }
    }
  }

  /** Has the host's thread run this; the caller's own does if that thread is done, or is it. */
  public void leave(Runnable note) {
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

  /** Has the host's thread do this to the stage, now; nothing once it stops. */
  public void tell(Consumer<Tick> note) {
    leave(
        () -> {
          if (!closing) {
            note.accept(clock.now());
          }
        });
  }

  /** The time since the start. */
  public Tick now() {
    return clock.now();
  }

  /** Whether the thread is done. */
  public boolean hasEnded() {
    return ended;
  }

  /** How many exchanges were dropped because a machine, or a listener, failed. */
  public long failures() {
    return failures.get();
  }

  /**
   * Takes no more questions, and stops the machines when those that have come in are answered, or
   * after this long; returns when the sockets are closed.
   */
  public void drain(Duration atMost) {
    patience = atMost;
    close();
  }

  /** Stops the machines; returns when the sockets are closed. */
  @Override
  public void close() {
    closing = true;
    network.sockets().wakeup();
    if (loop.getState() == Thread.State.NEW) {
      network.close();
    } else if (Thread.currentThread() != loop) {
      try {
        loop.join(Duration.ofSeconds(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
