package io.outagelab.console.api;

import io.outagelab.assembly.Status;
import java.util.Optional;

/** A live lab as its API sees it, whatever its mode. For use by several threads at once. */
public interface LabService extends LabAccess {
  /** What is true now. */
  Status status();

  /** What asks the lab to stop, before it has; empty if it is stopped from outside alone. */
  Optional<Runnable> stopper();
}
