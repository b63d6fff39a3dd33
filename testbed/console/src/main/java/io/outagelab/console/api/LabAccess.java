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
   * Tells the operator what to do. Returns before it is done, but may wait half a minute for an
   * operator whose process starts again.
   *
   * @return the index from which on events may come of it
   * @throws io.outagelab.core.LabConfigurationException if it makes no sense to the operator
   * @throws io.outagelab.assembly.LabUnavailable if the operator cannot be told now
   */
  long instruct(OperatorInstruction instruction);
}
