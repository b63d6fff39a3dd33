package io.outagelab.configpush;

import java.time.Duration;
import java.util.Optional;

/**
 * What the controller is asked to push, and how.
 *
 * @param document the change
 * @param audited whether the audit has a say
 * @param rollout in which order it reaches the routers
 * @param confirmWithin how long each router waits for the confirmation before it undoes the change
 *     by itself; empty for a plain commit
 */
public record PushRequest(
    ChangeDocument document, boolean audited, Rollout rollout, Optional<Duration> confirmWithin) {
  /** Rejects a time to confirm in which nobody could. */
  public PushRequest {
    if (confirmWithin.filter(within -> within.isNegative() || within.isZero()).isPresent()) {
      throw new IllegalArgumentException("a time to confirm is positive: " + confirmWithin.get());
    }
  }

  /** The change audited, to every router at once, as a plain commit. */
  public static PushRequest plain(ChangeDocument document) {
    return new PushRequest(document, true, new Rollout.AllAtOnce(), Optional.empty());
  }
}
