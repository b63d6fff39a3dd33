package io.outagelab.console.api;

import io.outagelab.configpush.OperatorInstruction;
import java.time.Duration;

/** What whoever uses a live lab can do with it. For use by several threads at once. */
public interface LabAccess {
  /** What does not change while the lab is up, and its world time. */
  LabDescription description();

  /**
   * The events from this index on; if there are none yet, those that come while it waits.
   *
   * @param wait how long at most; real time
   */
  EventPage events(long from, Duration wait);

  /**
   * Tells the operator what to do. Returns before it is done.
   *
   * @return the index from which on events may come of it
   */
  long instruct(OperatorInstruction instruction);
}
