package io.outagelab.hosting;

import com.google.protobuf.Duration;

/** Durations as messages, and back. */
public final class Durations {
  private Durations() {}

  /** The message of a duration. */
  public static Duration of(java.time.Duration duration) {
    return Duration.newBuilder()
        .setSeconds(duration.toSeconds())
        .setNanos(duration.toNanosPart())
        .build();
  }

  /**
   * The duration of a message.
   *
   * @throws IllegalArgumentException if it is beyond 292 years, which no clock here reaches
   */
  public static java.time.Duration read(Duration message) {
    try {
      java.time.Duration duration =
          java.time.Duration.ofSeconds(message.getSeconds(), message.getNanos());
      return java.time.Duration.ofNanos(duration.toNanos());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "a duration of %d s is too long".formatted(message.getSeconds()), e);
    }
  }
}
