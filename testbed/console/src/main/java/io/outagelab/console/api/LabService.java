package io.outagelab.console.api;

import io.outagelab.assembly.Status;
import io.outagelab.configpush.OperatorInstruction;
import java.time.Duration;

/** A live lab as the API sees it, whatever its mode. For use by several threads at once. */
public interface LabService {
  /** What does not change while the lab is up, and its world time. */
  LabDescription description();

  /** What is true now. */
  Status status();

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

  /** Asks the lab to stop. Returns before it has. */
  void stop();
}
