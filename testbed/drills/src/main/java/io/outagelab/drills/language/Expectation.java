package io.outagelab.drills.language;

import java.time.Duration;

/**
 * What must be so for the drill to pass.
 *
 * @param id what it is called
 * @param when when it must be so
 * @param condition what must be so
 * @param negated whether the condition must not hold instead
 * @param control whether it belongs to the control group, which the fault must not touch
 */
public record Expectation(
    String id, When when, Condition condition, boolean negated, boolean control) {
  /** When a condition must hold. */
  public sealed interface When {
    /** At this moment, however long it has been holding. */
    record By(Duration moment) implements When {}

    /** At every moment of the drill, until the rollback. */
    record Throughout() implements When {}

    /** At every moment between these two. */
    record Between(Duration from, Duration until) implements When {}
  }
}
