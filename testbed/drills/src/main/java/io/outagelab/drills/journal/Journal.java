package io.outagelab.drills.journal;

import io.outagelab.core.Layer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * All that is kept of one run of a drill. Every time in it is world time since the drill's start.
 *
 * @param drill the drill's name
 * @param world the world's name
 * @param mode how the lab ran
 * @param seed the seed of its randomness
 * @param mitigations the mitigations merged into the world
 * @param status how the run ended
 * @param reason why it did not end completed; empty if it did
 * @param deviated whether the steady state did not hold after the rollback
 * @param milestones the turns of the story
 * @param timeline what was observed; see {@link TimelineLog}
 * @param timelineDropped how many events the timeline had no room for
 * @param expectations the verdicts, those on the order of the milestones last
 * @param faults what the drill did to the world, and what shows it
 * @param score the figures
 */
public record Journal(
    String drill,
    String world,
    String mode,
    long seed,
    List<String> mitigations,
    Status status,
    Optional<String> reason,
    boolean deviated,
    List<Turn> milestones,
    List<Entry> timeline,
    int timelineDropped,
    List<Judgement> expectations,
    List<Fault> faults,
    Score score) {

  /** Every expectation was met. */
  public static final int PASSED = 0;

  /** An expectation was missed, or the lab did not come back. */
  public static final int MISSED = 1;

  /** Nothing took effect, or it cannot be said what did. */
  public static final int INCONCLUSIVE = 3;

  /** Interrupted, and rolled back. */
  public static final int INTERRUPTED = 130;

  /** Keeps its own copies of the lists. */
  public Journal {
    mitigations = List.copyOf(mitigations);
    milestones = List.copyOf(milestones);
    timeline = List.copyOf(timeline);
    expectations = List.copyOf(expectations);
    faults = List.copyOf(faults);
  }

  /** How a run ended. */
  public enum Status {
    /** Its timeline was played to the end. */
    COMPLETED,
    /** The steady state never held, so nothing was done. */
    FAILED,
    /** The lab broke. */
    ABORTED,
    /** Somebody stopped it. */
    INTERRUPTED;

    /** The word that journals use. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What became of an expectation. */
  public enum Verdict {
    /** It was so. */
    MET,
    /** It was not. */
    MISSED,
    /** Too little was seen to say. */
    INCONCLUSIVE;

    /** The word that journals use. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What observers say of a fault. */
  public enum Proof {
    /** It took effect: others saw it. */
    CONFIRMED,
    /** It was said to be done, and others saw something else. */
    MISMATCH,
    /** Nobody saw anything. */
    INCONCLUSIVE;

    /** The word that journals use. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A milestone.
   *
   * @param at when it was reached; empty if it was not
   * @param recordAt when it came in the outage on record; empty if the record does not say
   * @param source who says so
   */
  public record Turn(
      String name, Optional<Duration> at, Optional<Duration> recordAt, Optional<String> source) {
    /** How much later than on record it came; negative if earlier. */
    public Optional<Duration> distance() {
      return at.flatMap(here -> recordAt.map(here::minus));
    }
  }

  /** An event of the timeline. */
  public record Entry(Duration at, Layer layer, String event, String subject, String detail) {}

  /**
   * A verdict.
   *
   * @param at when it was decided by what was seen; empty if no one moment did
   * @param control whether it is about the control group
   */
  public record Judgement(
      String id, Verdict verdict, Optional<Duration> at, String detail, boolean control) {}

  /**
   * A fault and its proof.
   *
   * @param id the change's id
   * @param at when it was injected
   * @param by who saw what
   */
  public record Fault(String id, Duration at, Proof proof, String by) {}

  /** The exit code of the command that ran the drill. */
  public int exitCode() {
    return switch (status) {
      case INTERRUPTED -> INTERRUPTED;
      case FAILED, ABORTED -> INCONCLUSIVE;
      case COMPLETED -> verdict();
    };
  }

  private int verdict() {
    if (faults.stream().anyMatch(fault -> fault.proof() != Proof.CONFIRMED)) {
      return INCONCLUSIVE;
    }
    if (deviated || has(Verdict.MISSED)) {
      return MISSED;
    }
    return has(Verdict.INCONCLUSIVE) ? INCONCLUSIVE : PASSED;
  }

  private boolean has(Verdict verdict) {
    return expectations.stream().anyMatch(judgement -> judgement.verdict() == verdict);
  }
}
