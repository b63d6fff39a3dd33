package io.outagelab.core;

import java.time.Duration;

/**
 * How much faster than the world a lab runs. Durations of the world (timeline, TTLs, health rules,
 * think time, travel) are divided; wire transactions (latency, time-outs) stay real.
 */
public record TimeScale(int compression) {
  /** World time as it is: the simulator's scale. */
  public static final TimeScale REAL = new TimeScale(1);

  /** Rejects a compression below 1. */
  public TimeScale {
    if (compression < 1) {
      throw new IllegalArgumentException("compression is at least 1: " + compression);
    }
  }

  /** How long a world duration takes here. */
  public Duration scaled(Duration world) {
    return world.dividedBy(compression);
  }

  /** A TTL as it goes on the wire, in seconds: rounded up, and at least 1 unless it is 0. */
  public long ttl(long worldSeconds) {
    return (worldSeconds + compression - 1) / compression;
  }

  /**
   * The shorter of a real duration and its cap where time is compressed; the duration itself in
   * real time.
   */
  public Duration capped(Duration real, Duration cap) {
    return compression == 1 || real.compareTo(cap) <= 0 ? real : cap;
  }

  /** The world time that has passed at a tick of this lab. */
  public Duration worldTime(Tick tick) {
    return tick.sinceStart().multipliedBy(compression);
  }
}
