package io.outagelab.harness;

import io.outagelab.core.Tick;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time of a live lab: real time, less the time that its own thread stood still.
 *
 * <p>A machine that sleeps, swaps or starves the lab's thread would otherwise look like an outage:
 * every timer due at once, before the replies that wait in the sockets. So time goes on only as far
 * as {@link #LONGEST_BEAT} past the thread's last sign of life.
 *
 * <p>Read by any thread; {@link #beat} is the lab's own.
 */
public final class LabClock {
  /** The lab's thread shows itself more often than this unless it is held up. */
  static final Duration LONGEST_BEAT = Duration.ofMillis(200);

  /** The last sign of life, and what had been left out until then; nanoseconds. */
  private record Beat(long at, long skipped) {}

  private final LongSupplier nanoTime;
  private final long started;
  private volatile Beat last;

  /** A clock that starts now. */
  public LabClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.started = nanoTime.getAsLong();
    this.last = new Beat(started, 0);
  }

  /** The time since the start. */
  public Tick now() {
    Beat beat = last;
    long since = Math.min(nanoTime.getAsLong() - beat.at(), LONGEST_BEAT.toNanos());
    return new Tick(beat.at() + Math.max(0, since) - started - beat.skipped());
  }

  /** The lab's thread is alive; returns the time. */
  Tick beat() {
    Beat beat = last;
    long real = nanoTime.getAsLong();
    long stalled = Math.max(0, real - beat.at() - LONGEST_BEAT.toNanos());
    last = new Beat(real, beat.skipped() + stalled);
    return now();
  }

  /** How long it stood still in all. */
  Duration skipped() {
    return Duration.ofNanos(last.skipped());
  }
}
