package io.outagelab.drills.run;

import io.outagelab.assembly.Happening;
import io.outagelab.assembly.Lab;
import io.outagelab.assembly.LabUnavailable;
import io.outagelab.assembly.Mode;
import io.outagelab.core.Event;
import io.outagelab.core.Tick;
import io.outagelab.drills.journal.Journal;
import io.outagelab.drills.journal.Journal.Status;
import io.outagelab.drills.journal.Score;
import io.outagelab.drills.journal.TimelineLog;
import io.outagelab.drills.language.Action;
import io.outagelab.drills.language.Drill;
import io.outagelab.drills.language.Milestone;
import io.outagelab.drills.language.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Runs one drill against one lab.
 *
 * <pre>
 *   settle ---> timeline, watched to the drill's end ---> verdicts ---> rollback ---> steady again?
 *      |                      |                                            ^
 *      | never steady         | interrupted, or the lab broke              |
 *      +--> nothing done      +--------------------------------------------+
 * </pre>
 *
 * <p>It only instructs the operator and then watches events. Once the timeline has begun, the
 * rollback runs on every way out; a lab that does not answer breaks the timeline, and has as long
 * as the recovery may take to answer the rollback. The calling thread's interruption, like the
 * cancel signal, ends the timeline; a second one ends the wait for the steady state after the
 * rollback.
 */
public final class DrillRunner {
  /** In a live lab, how long at most until a cancel signal is seen. */
  private static final Duration ATTENTION = Duration.ofMillis(250);

  /** However much faster than the world a lab runs, its containers need so long to start again. */
  private static final Duration RETURN = Duration.ofSeconds(30);

  /** How finely the wait for the steady state looks. */
  private static final Duration SETTLE_STEP = Duration.ofSeconds(5);

  /** Where in the drill the run is. */
  private enum Phase {
    SETTLING,
    DRILL,
    ROLLBACK
  }

  private final Lab lab;
  private final Drill drill;
  private final DrillListener listener;
  private final BooleanSupplier cancelled;
  private final Patience patience;
  private final Judge judge;
  private final TimelineLog log = new TimelineLog();
  private final List<FaultWatch> faults = new ArrayList<>();
  private final List<Happening> settling = new ArrayList<>();
  private Optional<Scorer> scorer = Optional.empty();
  private Phase phase = Phase.SETTLING;
  private Duration start = Duration.ZERO;

  /** The drill's time when the lab last told it. */
  private Duration latest = Duration.ZERO;

  private boolean interrupted;

  private DrillRunner(
      Lab lab, Drill drill, DrillListener listener, BooleanSupplier cancelled, Patience patience) {
    this.lab = lab;
    this.drill = drill;
    this.listener = listener;
    this.cancelled = cancelled;
    this.patience = patience;
    this.judge = new Judge(drill, lab.world());
  }

  /**
   * Runs the drill and says what became of it.
   *
   * @param lab a lab of the drill's world; stays open
   * @param cancelled turns true when somebody wants the drill to stop; asked from time to time
   */
  public static Journal run(
      Lab lab, Drill drill, DrillListener listener, BooleanSupplier cancelled) {
    return run(lab, drill, listener, cancelled, new Patience(Patience.Clock.SYSTEM));
  }

  /** The same with this patience. */
  static Journal run(
      Lab lab, Drill drill, DrillListener listener, BooleanSupplier cancelled, Patience patience) {
    DrillRunner runner = new DrillRunner(lab, drill, listener, cancelled, patience);
    try {
      return runner.run();
    } finally {
      if (runner.interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Journal run() {
    listener.begins(lab, drill);
    Duration begun = lab.worldTime();
    Ending ending = settle();
    if (ending.status() == Status.COMPLETED) {
      ending = playUntilBroken(begun);
    }
    boolean wholly = ending.status() == Status.COMPLETED;
    List<Journal.Judgement> verdicts;
    List<Journal.Turn> turns;
    List<Journal.Fault> proofs;
    Score score;
    try {
      verdicts = judge.conclude(latest, wholly);
      turns = judge.turns();
      proofs = faults.stream().map(FaultWatch::fault).toList();
      score = scorer.map(Scorer::score).orElseGet(Score::none);
    } finally {
      // On every way out, even where judging fails: what was broken is not left so.
      ending = phase == Phase.DRILL ? rollBack(ending) : ending;
    }
    Journal journal =
        new Journal(
            drill.name(),
            lab.world().name(),
            lab.mode().label(),
            lab.seed(),
            lab.mitigations(),
            ending.status(),
            ending.reason(),
            !judge.steadyState().holds(),
            turns,
            log.entries(),
            log.dropped(),
            verdicts,
            proofs,
            score);
    listener.ended(journal);
    return journal;
  }

  /** How a phase ended, and why if it did not end well. */
  private record Ending(Status status, Optional<String> reason) {
    static Ending well() {
      return new Ending(Status.COMPLETED, Optional.empty());
    }

    static Ending because(Status status, String reason) {
      return new Ending(status, Optional.of(reason));
    }
  }

  private Ending settle() {
    try {
      return switch (awaitSteadyState(drill.settle())) {
        case STEADY -> Ending.well();
        case CANCELLED -> Ending.because(Status.INTERRUPTED, "stopped before the drill's start");
        case LATE ->
            Ending.because(
                Status.FAILED,
                "no steady state after %s: %s"
                    .formatted(
                        ExpectationWatch.plain(drill.settle()), judge.steadyState().detail()));
      };
    } catch (RuntimeException broken) {
      return Ending.because(Status.ABORTED, "the lab broke: " + said(broken));
    }
  }

  private static String said(RuntimeException broken) {
    return broken instanceof LabUnavailable
        ? String.valueOf(broken.getMessage())
        : broken.toString();
  }

  private void begin(Duration begun) {
    start = lab.worldTime();
    phase = Phase.DRILL;
    Scorer figures = new Scorer(lab.world(), judge.board(), start.minus(drill.baseline()), start);
    settling.forEach(happening -> figures.baseline(happening.at(), happening.event()));
    settling.clear();
    scorer = Optional.of(figures);
    listener.started(start.minus(begun));
    tell(Duration.ZERO, judge.start());
  }

  private Ending playUntilBroken(Duration begun) {
    try {
      begin(begun);
      return play();
    } catch (RuntimeException broken) {
      return Ending.because(Status.ABORTED, "the lab broke: " + said(broken));
    }
  }

  private Ending play() {
    List<Step> steps = drill.timeline().stream().sorted(Comparator.comparing(Step::at)).toList();
    for (Step step : steps) {
      if (!advanceTo(step.at())) {
        return stopped();
      }
      act(step.action());
    }
    return advanceTo(drill.duration()) ? Ending.well() : stopped();
  }

  private Ending stopped() {
    return Ending.because(Status.INTERRUPTED, "stopped at " + ExpectationWatch.plain(now()));
  }

  private void act(Action action) {
    Duration at = now();
    if (action instanceof Action.Push push) {
      faults.add(new FaultWatch(push, at));
      scorer.ifPresent(figures -> figures.faulted(at));
    }
    listener.acted(at, action);
    lab.instruct(Orders.of(action, lab));
  }

  private Ending rollBack(Ending ending) {
    phase = Phase.ROLLBACK;
    try {
      try {
        listener.rollingBack(latest, ending.status());
      } finally {
        drill.rollback().forEach(action -> insist(() -> lab.instruct(Orders.of(action, lab))));
      }
      insist(() -> awaitSteadyState(drill.recovery()));
      return ending;
    } catch (RuntimeException broken) {
      String before = ending.reason().map(reason -> reason + "; ").orElse("");
      return Ending.because(Status.ABORTED, before + "the rollback broke: " + said(broken));
    }
  }

  /** Nothing but the lab's answer ends this before the patience with its recovery is over. */
  private void insist(Runnable request) {
    Duration recovery = lab.scale().scaled(drill.recovery());
    patience.insist(recovery.compareTo(RETURN) < 0 ? RETURN : recovery, request);
  }

  /** What a wait for the steady state came to. */
  private enum Wait {
    STEADY,
    CANCELLED,
    LATE
  }

  /** Waits until the steady state has held for the baseline; begins to hold within this time. */
  private Wait awaitSteadyState(Duration within) {
    boolean wasCancelled = phase == Phase.ROLLBACK && cancelled.getAsBoolean();
    Duration begun = lab.worldTime();
    Duration since = begun;
    while (true) {
      boolean steady = judge.steadyState().holds();
      Duration time = lab.worldTime();
      since = steady ? since : time;
      if (steady && time.minus(since).compareTo(drill.baseline()) >= 0) {
        return Wait.STEADY;
      }
      if (!steady && time.minus(begun).compareTo(within) >= 0) {
        return Wait.LATE;
      }
      lab.runUntil(time.plus(shorter(SETTLE_STEP, slice())), this::accept);
      if (isInterrupted() || (!wasCancelled && cancelled.getAsBoolean())) {
        return Wait.CANCELLED;
      }
    }
  }

  private boolean advanceTo(Duration at) {
    while (now().compareTo(at) < 0) {
      if (isInterrupted() || cancelled.getAsBoolean()) {
        return false;
      }
      lab.runUntil(start.plus(shorter(now().plus(slice()), at)), this::accept);
      listener.passed(now());
    }
    return !isInterrupted() && !cancelled.getAsBoolean();
  }

  /** The longest world time until the next look at the cancel signal. */
  private Duration slice() {
    return lab.mode() == Mode.SIMULATED
        ? drill.step()
        : shorter(drill.step(), lab.scale().worldTime(Tick.at(ATTENTION)));
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  private boolean isInterrupted() {
    boolean now = Thread.interrupted();
    interrupted |= now;
    return now;
  }

  private Duration now() {
    latest = lab.worldTime().minus(start);
    return latest;
  }

  private void accept(Happening happening) {
    Event event = happening.event();
    Duration at = happening.at().minus(start);
    switch (phase) {
      case SETTLING -> {
        judge.keepUp(happening);
        settling.add(happening);
      }
      case DRILL -> {
        Duration within = at.isNegative() ? Duration.ZERO : at;
        List<Milestone> reached = judge.accept(within, happening);
        faults.forEach(fault -> fault.accept(within, event));
        scorer.ifPresent(figures -> score(figures, within, event));
        log.accept(within, event);
        listener.happened(within, event);
        tell(within, reached);
      }
      case ROLLBACK -> {
        judge.keepUp(happening);
        log.accept(at, event);
        listener.happened(at, event);
      }
    }
  }

  private void score(Scorer figures, Duration at, Event event) {
    figures.accept(at, event);
    figures.steady(at, judge.steadyState().holds());
  }

  private void tell(Duration at, List<Milestone> reached) {
    reached.forEach(milestone -> listener.reached(at, milestone));
  }
}
