package io.outagelab.simulation;

import io.outagelab.assembly.Stage;

/**
 * Watches a simulation and only observes. An invariant that does not hold stops the run with an
 * {@link IllegalStateException} that says what was seen.
 */
public interface Checker {
  /** An event was observed: what must always hold is checked here. */
  void observe(Stage.Observation observation);

  /** The run has ended and everything was given time to heal: what must hold in the end. */
  default void atRest() {}
}
