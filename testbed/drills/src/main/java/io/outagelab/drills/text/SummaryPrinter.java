package io.outagelab.drills.text;

import io.outagelab.drills.journal.Journal;
import io.outagelab.drills.journal.Journal.Judgement;
import io.outagelab.drills.journal.Journal.Verdict;
import io.outagelab.drills.journal.Score;
import io.outagelab.drills.language.Drill;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a drill came to, as lines of text: expectations, milestones, score and verdict. */
public final class SummaryPrinter {
  private static final String NEVER = "never";

  private final Drill drill;
  private final Journal journal;
  private final Ink ink;
  private final List<String> lines = new ArrayList<>();

  private SummaryPrinter(Drill drill, Journal journal, Ink ink) {
    this.drill = drill;
    this.journal = journal;
    this.ink = ink;
  }

  /** The lines, in colour if asked. */
  public static List<String> lines(Drill drill, Journal journal, boolean colour) {
    return lines(drill, journal, colour ? Ink.ANSI : Ink.PLAIN);
  }

  static List<String> lines(Drill drill, Journal journal, Ink ink) {
    return new SummaryPrinter(drill, journal, ink).print();
  }

  private List<String> print() {
    expectations();
    milestones();
    score();
    verdict();
    return List.copyOf(lines);
  }

  private void expectations() {
    heading("Expectations");
    int width =
        width(
            Stream.concat(
                journal.expectations().stream().map(Judgement::id),
                journal.faults().stream().map(Journal.Fault::id)));
    for (Judgement judgement : journal.expectations()) {
      String word = "  %-12s  ".formatted(judgement.verdict().label());
      lines.add(
          switch (judgement.verdict()) {
                case MET -> ink.good(word);
                case MISSED -> ink.bad(word);
                case INCONCLUSIVE -> ink.open(word);
              }
              + pad(judgement.id(), width)
              + "  "
              + judgement.detail());
    }
    for (Journal.Fault fault : journal.faults()) {
      lines.add(
          "  %-12s  ".formatted(fault.proof().label())
              + pad(fault.id(), width)
              + "  "
              + fault.by());
    }
  }

  private void milestones() {
    if (journal.milestones().isEmpty()) {
      return;
    }
    heading("Milestones");
    int width = width(journal.milestones().stream().map(Journal.Turn::name));
    for (Journal.Turn turn : journal.milestones()) {
      String record =
          turn.recordAt()
              .map(
                  at ->
                      "   on record %s%s"
                          .formatted(
                              clock(at),
                              turn.distance()
                                  .map(far -> ", here " + Spoken.distance(far))
                                  .orElse("")))
              .orElse("");
      String line =
          "  %s  %-8s  %8s%s"
              .formatted(
                  pad(turn.name(), width),
                  turn.at().map(this::clock).orElse(NEVER),
                  turn.at().map(Spoken::offset).orElse(""),
                  ink.faint(record));
      lines.add(line.stripTrailing());
    }
  }

  private void score() {
    Score score = journal.score();
    heading("Score");
    figure("user-minutes lost", String.format(Locale.ROOT, "%,d", score.userMinutesLost()));
    figure("time to detect", orNever(score.toDetect()));
    figure("time to mitigate", orNever(score.toMitigate()));
    figure("busiest minute of a resolver", times(score.peakResolverAmplification()));
    figure("busiest minute of a parent zone", times(score.peakParentAmplification()));
    if (!score.recoveryTail().isEmpty()) {
      List<String> tail = new ArrayList<>();
      score
          .recoveryTail()
          .forEach((layer, after) -> tail.add(layer.label() + " " + orNever(after)));
      figure("whole again, from the repair on", String.join(", ", tail));
    }
  }

  private void figure(String name, String value) {
    lines.add("  %-32s  %s".formatted(name, value));
  }

  private static String times(double amplification) {
    return String.format(Locale.ROOT, "%.1f times the usual", amplification);
  }

  private static String orNever(Optional<Duration> time) {
    return time.map(Spoken::duration).orElse(NEVER);
  }

  private void verdict() {
    lines.add("");
    journal.reason().ifPresent(reason -> lines.add(ink.open(reason)));
    if (journal.deviated()) {
      lines.add(ink.bad("the steady state does not hold after the rollback"));
    }
    int code = journal.exitCode();
    String word =
        switch (code) {
          case Journal.PASSED -> ink.good("PASSED");
          case Journal.MISSED -> ink.bad("MISSED") + missed();
          case Journal.INTERRUPTED -> ink.open("INTERRUPTED, rolled back");
          default -> ink.open("INCONCLUSIVE") + unproven();
        };
    lines.add("%s (exit code %d)".formatted(ink.strong(word), code));
  }

  private String missed() {
    long missed =
        journal.expectations().stream()
            .filter(judgement -> judgement.verdict() == Verdict.MISSED)
            .count();
    return missed == 0
        ? ""
        : ": %d of %d expectations".formatted(missed, journal.expectations().size());
  }

  private String unproven() {
    return journal.faults().stream()
        .filter(fault -> fault.proof() != Journal.Proof.CONFIRMED)
        .findFirst()
        .map(fault -> ": %s: %s".formatted(fault.id(), fault.by()))
        .orElse("");
  }

  private void heading(String text) {
    lines.add("");
    lines.add(ink.strong(text));
  }

  private String clock(Duration at) {
    return Spoken.clock(drill.epoch().plus(at));
  }

  private static int width(Stream<String> names) {
    return names.mapToInt(String::length).max().orElse(0);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
