package io.outagelab.configpush;

import io.outagelab.core.Tick;

/** What the controller is busy with: one thing at a time. */
sealed interface Job permits PushJob, RollbackJob {
  /** The change it is about. */
  String change();

  /** What it does, to follow "the change … is still": {@code being pushed}. */
  String activity();

  /** Begins. */
  void start(Tick now);

  /** The batch that it sent has ended so. */
  void delivered(Tick now, Deliveries.Report report);

  /** The time that it asked for has come. */
  void woken(Tick now);

  /** Whether it has ended. */
  boolean isDone();
}
