package io.outagelab.apps;

import java.time.Duration;

/**
 * How much load a service takes.
 *
 * @param perSecond users' requests per second of lab time; 0 for no limit
 * @param burst how many seconds' worth may come at once: the time over which load is averaged.
 *     Where one request stands for many users it should span several requests
 */
public record Capacity(double perSecond, Duration burst) {
  /** No limit. */
  public static final Capacity UNLIMITED = new Capacity(0, Duration.ofSeconds(1));

  /** Rejects what could never work. */
  public Capacity {
    Require.that(
        perSecond >= 0 && Double.isFinite(perSecond),
        "capacity",
        "per-second",
        perSecond,
        "a number of 0 or more");
    Require.positive("capacity", "burst", burst);
  }

  /** Whether there is no limit. */
  public boolean isUnlimited() {
    return perSecond == 0;
  }
}
