package io.outagelab.authoritative.zone;

import java.util.OptionalLong;

/** Times to live as master files write them. */
final class Ttl {
  /** The longest one, in seconds (RFC 2181 §8). */
  static final long MAX = 0x7fff_ffffL;

  private Ttl() {}

  /**
   * Seconds from a number, or from numbers with the units of weeks, days, hours, minutes and
   * seconds ({@code 1h30m}); empty if the text is neither, or more than {@link #MAX}.
   */
  static OptionalLong parse(String text) {
    long seconds = 0;
    long number = 0;
    boolean hasDigits = false;
    boolean hasUnits = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        number = number * 10 + (c - '0');
        hasDigits = true;
      } else {
        long unit = unit(c);
        if (unit == 0 || !hasDigits) {
          return OptionalLong.empty();
        }
        seconds += number * unit;
        number = 0;
        hasDigits = false;
        hasUnits = true;
      }
      if (number > MAX || seconds > MAX) {
        return OptionalLong.empty();
      }
    }
    if (hasDigits == hasUnits) {
      return OptionalLong.empty(); // empty, or a number without a unit after some with one
    }
    return OptionalLong.of(seconds + number);
  }

  private static long unit(char c) {
    return switch (c) {
      case 's', 'S' -> 1;
      case 'm', 'M' -> 60;
      case 'h', 'H' -> 3_600;
      case 'd', 'D' -> 86_400;
      case 'w', 'W' -> 604_800;
      default -> 0;
    };
  }
}
