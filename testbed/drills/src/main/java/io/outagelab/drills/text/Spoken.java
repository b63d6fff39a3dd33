package io.outagelab.drills.text;

import io.outagelab.drills.language.Action;
import io.outagelab.drills.language.Choice;
import io.outagelab.world.yaml.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Times, lists and actions as people say them. */
final class Spoken {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int SHOWN = 4;

  private Spoken() {}

  /** The time of day, UTC. */
  static String clock(Instant instant) {
    return CLOCK.format(instant);
  }

  /** Time since the start as a stopwatch shows it: {@code +0:14:51}. */
  static String offset(Duration at) {
    Duration whole = at.abs();
    return "%s%d:%02d:%02d"
        .formatted(
            at.isNegative() ? "-" : "+",
            whole.toHours(),
            whole.toMinutesPart(),
            whole.toSecondsPart());
  }

  /** A duration to the second. */
  static String duration(Duration duration) {
    Duration whole = duration.truncatedTo(ChronoUnit.SECONDS);
    return whole.isZero() ? "0s" : Durations.display(whole);
  }

  /** A distance from what is on record. */
  static String distance(Duration distance) {
    Duration whole = distance.truncatedTo(ChronoUnit.SECONDS);
    if (whole.isZero()) {
      return "to the second";
    }
    return duration(whole.abs()) + (whole.isNegative() ? " earlier" : " later");
  }

  /** Some names, the first few in full. */
  static String list(List<String> names) {
    List<String> distinct = names.stream().distinct().toList();
    if (distinct.size() <= SHOWN) {
      return String.join(", ", distinct);
    }
    return "%s and %d more"
        .formatted(String.join(", ", distinct.subList(0, SHOWN - 1)), distinct.size() - SHOWN + 1);
  }

  /** First, second, third, as numbers. */
  static String ordinal(int number) {
    boolean teen = number % 100 >= 11 && number % 100 <= 13;
    String ending =
        switch (teen ? 0 : number % 10) {
          case 1 -> "st";
          case 2 -> "nd";
          case 3 -> "rd";
          default -> "th";
        };
    return number + ending;
  }

  /** What the drill does. */
  static String action(Action action) {
    return switch (action) {
      case Action.Push push ->
          "the drill pushes %s%s"
              .formatted(push.file().change(), push.audited() ? "" : ", past the audit");
      case Action.Rollback rollback -> "the drill has it rolled back " + rollback.via().label();
      case Action.OnSite onSite ->
          "the drill sends crews to "
              + (onSite.sites() instanceof Choice.These these ? list(these.names()) : "every site");
      case Action.Restore restore ->
          "the drill has the backbone restored" + (restore.staged() ? ", plane by plane" : "");
    };
  }
}
