package io.outagelab.harness;

import io.outagelab.core.Tick;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time of a live lab: real time, less the time that its own thread stood still.
 *
 * <p>A machine that sleeps, swaps or starves the lab's thread would otherwise look like an outage:
 * every timer due at once, before the replies that wait in the sockets. So time goes on only as far
 * as {@link #GRACE} past the thread's last sign of life, or past the end of the rest that it said
 * it would take.
 *
 * <p>Read by any thread; {@link #beat} and {@link #rest} are the lab's own.
 */
public final class LabClock {
  /** The lab's thread, when it does not rest, shows itself more often than this unless held up. */
  static final Duration GRACE = Duration.ofMillis(200);

  /** The last sign of life, how long it is good for, what was left out so far; nanoseconds. */
  private record Beat(long at, long goodFor, long skipped) {
    long stalled(long real) {
      return Math.max(0, real - at - goodFor);
    }
  }

  private final LongSupplier nanoTime;
  private final long started;
  private volatile Beat last;

  /** A clock that starts now. */
  public LabClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.started = nanoTime.getAsLong();
    this.last = new Beat(started, GRACE.toNanos(), 0);
  }

  /** The time since the start. */
  public Tick now() {
    Beat beat = last;
    long since = Math.min(nanoTime.getAsLong() - beat.at(), beat.goodFor());
    return new Tick(beat.at() + Math.max(0, since) - started - beat.skipped());
  }

  /** The lab's thread is alive; returns the time. */
  Tick beat() {
    return rest(Duration.ZERO);
  }

  /** The lab's thread is alive and has nothing to do for so long; returns the time. */
  Tick rest(Duration planned) {
    Beat beat = last;
    long real = nanoTime.getAsLong();
    long skipped = beat.skipped() + beat.stalled(real);
    last = new Beat(real, GRACE.plus(planned).toNanos(), skipped);
    return new Tick(real - started - skipped);
  }

  /** How long it stood still in all. */
  Duration skipped() {
    return Duration.ofNanos(last.skipped());
  }
}
