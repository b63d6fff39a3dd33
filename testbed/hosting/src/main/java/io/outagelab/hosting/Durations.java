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

  /** The duration of a message. */
  public static java.time.Duration read(Duration message) {
    return java.time.Duration.ofSeconds(message.getSeconds(), message.getNanos());
  }
}
