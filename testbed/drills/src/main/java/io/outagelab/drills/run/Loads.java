package io.outagelab.drills.run;

import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was received in each minute, by receiver: how far the busiest rose above the usual.
 *
 * <p>The usual is the average over the whole minutes of the baseline, the time that the lab was
 * left alone in its steady state; what filled cold caches before that does not count, and a minute
 * without a report is a minute without load. A baseline too short for a whole minute counts the
 * minute that ended in it. The usual is taken for one per minute at least: a parent zone of names
 * that everybody has cached may be asked nothing at all, and nothing can be divided by nothing.
 */
final class Loads {
  private static final long MINUTE = 60_000;

  private final long firstMinute;
  private final long lastMinute;
  private final SortedMap<String, Double> before = new TreeMap<>();
  private final SortedMap<String, SortedMap<Long, Double>> after = new TreeMap<>();

  /** Nothing received; the baseline lasted from then until then, in the lab's own time. */
  Loads(Duration from, Duration until) {
    long whole = Math.ceilDiv(from.toMillis(), MINUTE) + 1;
    this.lastMinute = Math.floorDiv(until.toMillis(), MINUTE);
    this.firstMinute = whole <= lastMinute ? whole : Math.floorDiv(from.toMillis(), MINUTE) + 1;
  }

  /** Takes in a report over the last minute before the drill, at this time of the lab's. */
  void usual(String receiver, Duration at, double received) {
    long minute = minute(at);
    if (minute >= firstMinute && minute <= lastMinute) {
      before.merge(receiver, received, Double::sum);
    }
  }

  /** Takes in a report of one receiver's instance over the last minute, after the fault. */
  void add(String receiver, Duration at, double received) {
    after
        .computeIfAbsent(receiver, any -> new TreeMap<>())
        .merge(minute(at), received, Double::sum);
  }

  /** Reports of instances come in the same minute, give or take what a live lab's clock does. */
  private static long minute(Duration at) {
    return Math.floorDiv(at.toMillis() + MINUTE / 2, MINUTE);
  }

  /** The busiest minute of any receiver over its usual one; 1 if the baseline had no minute. */
  double peakAmplification() {
    long minutes = lastMinute - firstMinute + 1;
    if (minutes < 1) {
      return 1;
    }
    double peak = 1;
    for (String receiver : after.keySet()) {
      double usual = before.getOrDefault(receiver, 0.0) / minutes;
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
