package io.outagelab.configpush;

import java.time.Duration;

/** In which order a change reaches its routers. */
public sealed interface Rollout {
  /** Every router at once. */
  record AllAtOnce() implements Rollout {
    @Override
    public String toString() {
      return "all-at-once";
    }
  }

  /**
   * One plane first, then plane by plane. After each the rollout bakes, then a gate decides whether
   * it goes on: every router of the plane has acknowledged, and no more planes are drained than may
   * be.
   *
   * @param bake how long a plane runs with the change before the next one gets it
   */
  record Canary(Duration bake) implements Rollout {
    /** Rejects a negative bake time. */
    public Canary {
      if (bake.isNegative()) {
        throw new IllegalArgumentException("a bake time is not negative: " + bake);
      }
    }

    @Override
    public String toString() {
      return "canary";
    }
  }
}
