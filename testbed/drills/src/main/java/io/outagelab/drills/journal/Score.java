package io.outagelab.drills.journal;

import io.outagelab.core.Layer;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The figures of a run, for comparing runs with each other.
 *
 * @param userMinutesLost how many minutes all users together waited for nothing
 * @param toDetect from the first fault until an app's monitor saw it; empty if none did
 * @param toMitigate from there until the steady state held for good; empty if it did not
 * @param peakResolverAmplification the busiest minute of a public resolver, in questions received,
 *     over its average minute before the fault
 * @param peakParentAmplification the same for the name servers of the root and of top-level zones
 * @param recoveryTail how long after the repair began each layer that had broken was whole again;
 *     no value if it was not by the end
 */
public record Score(
    long userMinutesLost,
    Optional<Duration> toDetect,
    Optional<Duration> toMitigate,
    double peakResolverAmplification,
    double peakParentAmplification,
    SortedMap<Layer, Optional<Duration>> recoveryTail) {
  /** Keeps its own copy of the tail. */
  public Score {
    recoveryTail = Collections.unmodifiableSortedMap(new TreeMap<>(recoveryTail));
  }

  /** The score of a run in which nothing happened. */
  public static Score none() {
    return new Score(0, Optional.empty(), Optional.empty(), 1, 1, new TreeMap<>(Map.of()));
  }
}
