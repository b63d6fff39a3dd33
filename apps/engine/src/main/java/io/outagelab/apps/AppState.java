package io.outagelab.apps;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * How an app is doing, folded from checks of it.
 *
 * @param level how well it works
 * @param cause what most of the failed checks suffered from; {@link Cause#BACKEND} when checks only
 *     succeed degraded
 * @param ratio the share of checks that succeeded, 0 to 1
 */
public record AppState(Level level, Cause cause, double ratio) {
  /** How well an app works. */
  public enum Level {
    /** Every check succeeded in full. */
    UP,
    /** Some checks failed, or succeeded without something optional. */
    DEGRADED,
    /** Every check failed. */
    DOWN;

    /** The name as journals and files spell it: lower case. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The state that these checks, at least one, show. Equally frequent causes: the first counts. */
  public static AppState of(Collection<Diagnosis> checks) {
    if (checks.isEmpty()) {
      throw new IllegalArgumentException("a state is folded from at least one check");
    }
    long succeeded = checks.stream().filter(Diagnosis::isOk).count();
    double ratio = (double) succeeded / checks.size();
    if (succeeded == 0) {
      return new AppState(Level.DOWN, commonest(checks), ratio);
    }
    if (succeeded < checks.size()) {
      return new AppState(Level.DEGRADED, commonest(checks), ratio);
    }
    return checks.stream().anyMatch(Diagnosis::degraded)
        ? new AppState(Level.DEGRADED, Cause.BACKEND, ratio)
        : new AppState(Level.UP, Cause.NONE, ratio);
  }

  private static Cause commonest(Collection<Diagnosis> checks) {
    EnumMap<Cause, Integer> counts = new EnumMap<>(Cause.class);
    checks.stream()
        .filter(check -> !check.isOk())
        .forEach(check -> counts.merge(check.cause(), 1, Integer::sum));
    Cause commonest = Cause.NONE;
    int most = 0;
    for (Map.Entry<Cause, Integer> entry : counts.entrySet()) {
      if (entry.getValue() > most) {
        commonest = entry.getKey();
        most = entry.getValue();
      }
    }
    return commonest;
  }

  /** Whether the app works better than in the other state. */
  boolean isBetterThan(AppState other) {
    return level.compareTo(other.level) < 0;
  }

  /** Whether the other state has the same level and cause. */
  boolean isLike(AppState other) {
    return level == other.level && cause == other.cause;
  }
}
