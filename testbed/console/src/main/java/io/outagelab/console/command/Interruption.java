package io.outagelab.console.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, seen by work that must end in order: the process lives on until the work is done, or for
 * as long as it may take.
 */
final class Interruption implements AutoCloseable {
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook;
  private volatile boolean requested;

  /**
   * Watches from now on.
   *
   * @param atMost how long the work may go on after the signal
   * @param onSignal tells the work; runs on a thread of its own
   */
  Interruption(Duration atMost, Runnable onSignal) {
    this.hook =
        new Thread(
            () -> {
              requested = true;
              onSignal.run();
              await(atMost);
            },
            "lab-interruption");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void await(Duration atMost) {
    try {
      var unused = done.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the signal has come. */
  boolean isRequested() {
    return requested;
  }

  /** The work is done. */
  @Override
  public void close() {
    done.countDown();
    if (!requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The signal came this very moment: the hook runs, and finds that the work is done.
        requested = true;
      }
    }
  }
}
