package io.outagelab.drills.run;

import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was received in each minute, by receiver: how far the busiest rose above the usual. */
final class Loads {
  private static final long MINUTE = 60_000;

  /** Before the fault, and after. */
  private final SortedMap<String, SortedMap<Long, Double>> before = new TreeMap<>();

  private final SortedMap<String, SortedMap<Long, Double>> after = new TreeMap<>();

  /**
   * Takes in a report of one receiver's instance over the last minute. Reports of instances come in
   * the same minute, give or take what a live lab's clock does.
   */
  void add(String receiver, Duration at, double received, boolean faulty) {
    long minute = Math.floorDiv(at.toMillis() + MINUTE / 2, MINUTE);
    (faulty ? after : before)
        .computeIfAbsent(receiver, any -> new TreeMap<>())
        .merge(minute, received, Double::sum);
  }

  /** The busiest minute of any receiver over its own average before the fault; 1 if unknown. */
  double peakAmplification() {
    double peak = 1;
    for (String receiver : after.keySet()) {
      double usual =
          before.getOrDefault(receiver, new TreeMap<>()).values().stream()
              .mapToDouble(Double::doubleValue)
              .average()
              .orElse(1);
      double most =
          after.getOrDefault(receiver, new TreeMap<>()).values().stream()
              .mapToDouble(Double::doubleValue)
              .max()
              .orElse(0);
      peak = Math.max(peak, most / Math.max(usual, 1));
    }
    return peak;
  }
}
