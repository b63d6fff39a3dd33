package io.outagelab.apps;

import io.outagelab.core.LabConfigurationException;
import java.time.Duration;

/** What configurations must satisfy; a violation names the place, the key and the value. */
final class Require {
  private Require() {}

  /** A duration above zero. */
  static void positive(String where, String key, Duration value) {
    that(value.isPositive(), where, key, value, "a duration above 0");
  }

  /** A duration of zero or more. */
  static void notNegative(String where, String key, Duration value) {
    that(!value.isNegative(), where, key, value, "a duration of 0 or more");
  }

  /** A whole number of at least 1. */
  static void atLeastOne(String where, String key, long value) {
    that(value >= 1, where, key, value, "a whole number of at least 1");
  }

  /** Whatever the condition says. */
  static void that(boolean holds, String where, String key, Object value, String allowed) {
    if (!holds) {
      throw new LabConfigurationException(
          "%s: %s is %s, but must be %s".formatted(where, key, value, allowed));
    }
  }
}
