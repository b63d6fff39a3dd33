package io.outagelab.world.yaml;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as files spell them: {@code 50ms}, {@code 90s}, {@code 40m}, {@code 5h21m}, {@code 7d}.
 */
public final class Durations {
  /** What a duration looks like: units from the largest down, each once; 0 needs no unit. */
  static final String PATTERN =
      "^(0|(?=[0-9])(([0-9]{1,6})d)?(([0-9]{1,6})h)?(([0-9]{1,7})m(?!s))?(([0-9]{1,9})s)?"
          + "(([0-9]{1,9})ms)?)$";

  private static final Pattern FORM = Pattern.compile(PATTERN);

  private Durations() {}

  /** The duration that a text spells; empty if it spells none. */
  public static Optional<Duration> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        Duration.ofDays(number(form, 3))
            .plusHours(number(form, 5))
            .plusMinutes(number(form, 7))
            .plusSeconds(number(form, 9))
            .plusMillis(number(form, 11)));
  }

  private static long number(Matcher form, int group) {
    String digits = form.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /** The duration in the same spelling, to the millisecond. */
  public static String display(Duration duration) {
    if (duration.isNegative()) {
      return "-" + display(duration.negated());
    }
    StringBuilder text = new StringBuilder();
    append(text, duration.toDaysPart(), "d");
    append(text, duration.toHoursPart(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    append(text, duration.toMillisPart(), "ms");
    return text.isEmpty() ? "0" : text.toString();
  }

  private static void append(StringBuilder text, long number, String unit) {
    if (number != 0) {
      text.append(number).append(unit);
    }
  }
}
