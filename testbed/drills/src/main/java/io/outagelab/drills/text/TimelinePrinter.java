package io.outagelab.drills.text;

import io.outagelab.assembly.Lab;
import io.outagelab.core.Event;
import io.outagelab.core.Event.Weight;
import io.outagelab.core.Layer;
import io.outagelab.drills.journal.Journal;
import io.outagelab.drills.language.Action;
import io.outagelab.drills.language.Drill;
import io.outagelab.drills.language.Milestone;
import io.outagelab.drills.run.DrillListener;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Prints a drill for people as it happens: the clock of the story, the time since the start, the
 * layer and one line per turn; what the drill itself does and the milestones stand out. At the end
 * the verdicts, the distance from the record and the score.
 *
 * <p>The same turn for several subjects within {@link #WINDOW} is one line, so a line is printed
 * once its window has passed, which the runner's {@link #passed} tells even while nothing happens.
 */
public final class TimelinePrinter implements DrillListener {
  /** How much world time one line may gather. */
  public static final Duration WINDOW = Duration.ofSeconds(20);

  private static final int WIDTH = 118;
  private static final int MARGIN = 30;
  private static final Pattern WORDS = Pattern.compile(" ");

  /** Turns that another line tells already. */
  private static final List<String> UNTOLD = List.of("dispatch-finished");

  /** Something to be printed in its turn. */
  private sealed interface Pending {
    /** A line that is ready. */
    record Ready(String line) implements Pending {}

    /** A line that may still grow. */
    record Growing(Burst burst) implements Pending {}
  }

  private final Consumer<String> out;
  private final Ink ink;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private Optional<Drill> drill = Optional.empty();
  private Optional<SiteCount> sites = Optional.empty();

  /**
   * Prints to this.
   *
   * @param out takes one line at a time, without line feed
   * @param colour whether lines may carry colours for a terminal
   */
  public TimelinePrinter(Consumer<String> out, boolean colour) {
    this.out = out;
    this.ink = colour ? Ink.ANSI : Ink.PLAIN;
  }

  @Override
  public void begins(Lab lab, Drill drill) {
    this.drill = Optional.of(drill);
    this.sites = Optional.of(new SiteCount(lab.world()));
    String title = drill.title().isEmpty() ? lab.world().title() : drill.title();
    out.accept(ink.strong(title));
    out.accept(
        ink.faint(
            "drill %s in world %s, %s, seed %d%s"
                .formatted(
                    drill.name(),
                    lab.world().name(),
                    lab.mode().label(),
                    lab.seed(),
                    lab.mitigations().isEmpty()
                        ? ""
                        : ", with " + String.join(", ", lab.mitigations()))));
  }

  @Override
  public void started(Duration settled) {
    out.accept(ink.faint("steady state holds after %s".formatted(Spoken.duration(settled))));
    out.accept("");
  }

  @Override
  public void acted(Duration at, Action action) {
    ready(time(at) + ink.strong("▸ " + Spoken.action(action)));
  }

  @Override
  public void happened(Duration at, Event event) {
    flush(at);
    if (event.weight() != Weight.STORY || UNTOLD.contains(event.name())) {
      return;
    }
    String key = Burst.keyOf(event);
    for (Pending waiting : pending) {
      if (waiting instanceof Pending.Growing growing && growing.burst().key().equals(key)) {
        growing.burst().add(event);
        return;
      }
    }
    pending.add(new Pending.Growing(new Burst(at, event)));
  }

  @Override
  public void reached(Duration at, Milestone milestone) {
    String record =
        milestone
            .recorded()
            .map(
                recorded ->
                    "   on record at %s, here %s"
                        .formatted(clock(recorded.at()), Spoken.distance(at.minus(recorded.at()))))
            .orElse("");
    ready(time(at) + ink.strong("◆ " + milestone.name()) + ink.faint(record));
  }

  @Override
  public void passed(Duration at) {
    flush(at);
  }

  @Override
  public void rollingBack(Duration at, Journal.Status status) {
    String why = status == Journal.Status.COMPLETED ? "" : ", the drill was " + status.label();
    ready(time(at) + ink.strong("▸ rollback" + why));
  }

  @Override
  public void ended(Journal journal) {
    while (!pending.isEmpty()) {
      print(pending.removeFirst());
    }
    drill.ifPresent(ran -> SummaryPrinter.lines(ran, journal, ink).forEach(out));
  }

  private void ready(String line) {
    pending.add(new Pending.Ready(line));
    if (pending.size() == 1) {
      print(pending.removeFirst());
    }
  }

  private void flush(Duration now) {
    while (!pending.isEmpty()
        && (!(pending.getFirst() instanceof Pending.Growing growing)
            || growing.burst().at().plus(WINDOW).compareTo(now) < 0)) {
      print(pending.removeFirst());
    }
  }

  private void print(Pending next) {
    switch (next) {
      case Pending.Ready ready -> out.accept(ready.line());
      case Pending.Growing growing -> {
        Burst burst = growing.burst();
        String text = burst.text() + sites.map(count -> count.count(burst.first())).orElse("");
        String line = time(burst.at()) + layer(burst.layer()) + wrapped(text);
        line.lines().forEach(out);
      }
    }
  }

  private String time(Duration at) {
    return "%s  %s  ".formatted(clock(at), ink.faint("%8s".formatted(Spoken.offset(at))));
  }

  private String clock(Duration at) {
    return drill.map(ran -> Spoken.clock(ran.epoch().plus(at))).orElse("");
  }

  private String layer(Layer layer) {
    return ink.layer(layer, "%-8s".formatted(layer.label())) + "  ";
  }

  /** The text in lines of the width, the later ones below the first. */
  private static String wrapped(String text) {
    StringBuilder lines = new StringBuilder();
    int column = 0;
    for (String word : WORDS.split(text, -1)) {
      if (column > 0 && column + 1 + word.length() > WIDTH - MARGIN) {
        lines.append('\n').append(" ".repeat(MARGIN));
        column = 0;
      }
      lines.append(column == 0 ? "" : " ").append(word);
      column += word.length() + (column == 0 ? 0 : 1);
    }
    return lines.toString();
  }
}
