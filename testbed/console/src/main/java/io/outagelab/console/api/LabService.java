package io.outagelab.console.api;

import io.outagelab.assembly.Status;

/** A live lab as its API sees it, whatever its mode. For use by several threads at once. */
public interface LabService extends LabAccess {
  /** What is true now. */
  Status status();

  /** Asks the lab to stop. Returns before it has. */
  void stop();
}
