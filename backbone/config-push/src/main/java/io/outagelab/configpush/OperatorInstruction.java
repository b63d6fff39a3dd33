package io.outagelab.configpush;

import io.outagelab.core.node.Instruction;
import java.time.Duration;
import java.util.Optional;

/**
 * What a drill or the console tells the operator to do. Each ends in exactly one of the events that
 * it names.
 */
public sealed interface OperatorInstruction extends Instruction {
  /**
   * Push a change through the controller. Ends in {@code audit-refused}, {@code push-refused} or
   * {@code push-finished}.
   */
  record Push(
      ChangeDocument document, boolean audited, Rollout rollout, Optional<Duration> confirmWithin)
      implements OperatorInstruction {
    /** Rejects what could not be asked of the controller. */
    public Push {
      var unused = new PushRequest(document, audited, rollout, confirmWithin);
    }

    /** The same as a request to the controller. */
    public PushRequest request() {
      return new PushRequest(document, audited, rollout, confirmWithin);
    }
  }

  /**
   * Take a change back. On site that means: send crews where there are none, and undo the change at
   * all its routers once every crew is there. Ends in {@code rollback-refused} or {@code
   * rollback-finished}.
   *
   * @param change its id; empty for the last one pushed
   * @param skipTravel on site only: crews are at every site at once
   */
  record Rollback(Optional<String> change, Via via, boolean skipTravel)
      implements OperatorInstruction {
    /** On this way, in the time that it takes. */
    public Rollback(Optional<String> change, Via via) {
      this(change, via, false);
    }
  }

  /**
   * Send a crew to each of these sites. Ends in {@code dispatch-refused} or {@code
   * dispatch-finished}.
   */
  record Dispatch(Selector<String> sites) implements OperatorInstruction {}

  /**
   * Have the crews on site undo a change at the routers in front of them. Ends in {@code
   * rollback-refused} or {@code restore-finished}.
   *
   * @param change its id; empty for the last one pushed
   * @param staged plane by plane, with a pause after each, instead of all at once
   */
  record Restore(Optional<String> change, boolean staged) implements OperatorInstruction {}
}
