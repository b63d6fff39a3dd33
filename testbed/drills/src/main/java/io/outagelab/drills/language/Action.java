package io.outagelab.drills.language;

import io.outagelab.configpush.Via;
import io.outagelab.world.Operations.Rollout.Strategy;
import io.outagelab.world.PushFile;
import java.util.Optional;

/** What a drill does to the world. Everything else only follows. */
public sealed interface Action {
  /** What shows that a push did what it was to do. */
  enum Proof {
    /** Others see its effect. */
    EFFECT,
    /** The audit stopped it, and no router has it. */
    REFUSAL
  }

  /**
   * Pushes a configuration change: a fault.
   *
   * @param file the change
   * @param audited whether the audit is asked
   * @param rollout in which steps; empty for the world's own way
   * @param proof what shows that it took effect
   */
  record Push(PushFile file, boolean audited, Optional<Strategy> rollout, Proof proof)
      implements Action {}

  /**
   * Takes a change back.
   *
   * @param change its id; empty for the last one pushed
   * @param skipTravel on site only: crews are at every site at once
   */
  record Rollback(Optional<String> change, Via via, boolean skipTravel) implements Action {}

  /**
   * Sends crews to sites.
   *
   * @param sites every one on the backbone, or these
   */
  record OnSite(Choice sites) implements Action {}

  /**
   * Undoes a change at the consoles of the sites where crews are.
   *
   * @param change its id; empty for the last one pushed
   */
  record Restore(Optional<String> change, boolean staged) implements Action {}
}
