package io.outagelab.drills.run;

import io.outagelab.assembly.Lab;
import io.outagelab.core.Event;
import io.outagelab.drills.journal.Journal;
import io.outagelab.drills.language.Action;
import io.outagelab.drills.language.Drill;
import io.outagelab.drills.language.Milestone;
import java.time.Duration;

/**
 * Is told what happens while a drill runs, on the runner's thread, in the order of the world's
 * time. Times are world time since the drill's start.
 */
public interface DrillListener {
  /** Listens to nothing. */
  DrillListener SILENT = new DrillListener() {};

  /** The lab is about to settle. */
  default void begins(Lab lab, Drill drill) {}

  /** The steady state holds: the drill starts, after the lab settled for so long. */
  default void started(Duration settled) {}

  /** The drill does this. */
  default void acted(Duration at, Action action) {}

  /** This was observed, whatever its weight. */
  default void happened(Duration at, Event event) {}

  /** The milestone is reached. */
  default void reached(Duration at, Milestone milestone) {}

  /** Everything until this moment has been told. */
  default void passed(Duration at) {}

  /** The rollback begins. */
  default void rollingBack(Duration at, Journal.Status status) {}

  /** The drill is over. */
  default void ended(Journal journal) {}
}
