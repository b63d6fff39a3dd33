package io.outagelab.core;

import java.time.Duration;

/**
 * A point in time: nanoseconds since the world's start. The world's epoch turns it into an instant;
 * in a live lab it is real time, in the simulator virtual time.
 */
public record Tick(long nanos) implements Comparable<Tick> {
  /** The world's start. */
  public static final Tick ZERO = new Tick(0);

  /** Later than every other tick: the deadline of a machine that waits for nothing. */
  public static final Tick NEVER = new Tick(Long.MAX_VALUE);

  /** Rejects a time before the world's start. */
  public Tick {
    if (nanos < 0) {
      throw new IllegalArgumentException("a tick is not before the world's start: " + nanos);
    }
  }

  /** The tick so long after the world's start. */
  public static Tick at(Duration sinceStart) {
    return new Tick(sinceStart.toNanos());
  }

  /** The tick so much later; {@link #NEVER} stays where it is. */
  public Tick plus(Duration duration) {
    return this.equals(NEVER) ? NEVER : new Tick(Math.addExact(nanos, duration.toNanos()));
  }

  /** How long after {@code earlier} this tick is; negative if it is before. */
  public Duration since(Tick earlier) {
    return Duration.ofNanos(nanos - earlier.nanos);
  }

  /** How long after the world's start this tick is. */
  public Duration sinceStart() {
    return Duration.ofNanos(nanos);
  }

  /** Whether this tick comes before the other. */
  public boolean isBefore(Tick other) {
    return nanos < other.nanos;
  }

  /** Whether this tick comes after the other. */
  public boolean isAfter(Tick other) {
    return nanos > other.nanos;
  }

  /** The earlier of two ticks. */
  public static Tick earlier(Tick a, Tick b) {
    return a.nanos <= b.nanos ? a : b;
  }

  @Override
  public int compareTo(Tick other) {
    return Long.compare(nanos, other.nanos);
  }

  @Override
  public String toString() {
    return this.equals(NEVER) ? "never" : Duration.ofNanos(nanos).toString();
  }
}
