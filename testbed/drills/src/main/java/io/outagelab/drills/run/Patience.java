package io.outagelab.drills.run;

import io.outagelab.assembly.LabUnavailable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Patience with a lab that does not answer: a part of it may be on its way back. Real time. */
final class Patience {
  /** How long until it is asked again. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  private final Clock clock;

  Patience(Clock clock) {
    this.clock = clock;
  }

  /** Real time, which goes on by itself. */
  interface Clock {
    /** The clock of this machine. */
    Clock SYSTEM =
        new Clock() {
          @Override
          public Duration now() {
            return Duration.ofNanos(System.nanoTime());
          }

          @Override
          public void pause(Duration duration) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
          }
        };

    /** The time since some moment. */
    Duration now();

    /** Returns so much later. */
    void pause(Duration duration) throws InterruptedException;
  }

  /**
   * Does this; again and again if the lab does not answer, until it does.
   *
   * @param atMost how long it is tried; an interruption ends it too
   * @throws LabUnavailable if the lab has not answered by then
   */
  void insist(Duration atMost, Runnable request) {
    Duration end = clock.now().plus(atMost);
    while (true) {
      try {
        request.run();
        return;
      } catch (LabUnavailable gone) {
        if (clock.now().compareTo(end) >= 0 || !paused()) {
          throw gone;
        }
      }
    }
  }

  private boolean paused() {
    try {
      clock.pause(PAUSE);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
