package io.outagelab.apps;

import java.time.Duration;

/**
 * What idleness costs a service: its caches go cold, and it takes less load until they are warm.
 *
 * @param fraction the share of the capacity that a cold service has, above 0 and up to 1
 * @param idleToCold how long nearly nothing must have been served for the caches to go cold
 * @param warmUp how long it takes under load to get from cold to full capacity
 */
public record ColdStart(double fraction, Duration idleToCold, Duration warmUp) {
  /** Rejects what could never work. */
  public ColdStart {
    Require.that(
        fraction > 0 && fraction <= 1, "cold", "fraction", fraction, "above 0 and at most 1");
    Require.positive("cold", "idle-to-cold", idleToCold);
    Require.positive("cold", "warm-up", warmUp);
  }
}
