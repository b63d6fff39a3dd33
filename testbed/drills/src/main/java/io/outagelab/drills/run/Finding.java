package io.outagelab.drills.run;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a condition holds, and what was seen.
 *
 * @param truth whether it holds
 * @param detail what was seen, in plain words
 */
record Finding(Truth truth, String detail) {
  /** What is known of a condition. */
  enum Truth {
    /** It holds. */
    HOLDS,
    /** It does not. */
    FAILS,
    /** Nothing was seen yet that would say. */
    UNKNOWN;

    /** The opposite; what is unknown stays so. */
    Truth negated() {
      return switch (this) {
        case HOLDS -> FAILS;
        case FAILS -> HOLDS;
        case UNKNOWN -> UNKNOWN;
      };
    }
  }

  /** Holds or fails. */
  static Finding of(boolean holds, String detail) {
    return new Finding(holds ? Truth.HOLDS : Truth.FAILS, detail);
  }

  /** Whether the condition holds for sure. */
  boolean holds() {
    return truth == Truth.HOLDS;
  }

  /** The opposite, as seen. */
  Finding negated() {
    return new Finding(truth.negated(), detail);
  }

  /** Holds if all of these do; tells of those that matter. */
  static Finding all(List<Finding> parts) {
    Truth truth = Truth.HOLDS;
    for (Finding part : parts) {
      if (part.truth == Truth.FAILS || (part.truth == Truth.UNKNOWN && truth == Truth.HOLDS)) {
        truth = part.truth;
      }
    }
    return new Finding(truth, telling(parts, truth));
  }

  /** Holds if at least one of these does; tells of those that matter. */
  static Finding any(List<Finding> parts) {
    List<Finding> negated = new ArrayList<>();
    parts.forEach(part -> negated.add(part.negated()));
    return all(negated).negated();
  }

  private static String telling(List<Finding> parts, Truth truth) {
    List<String> details =
        parts.stream().filter(part -> part.truth == truth).map(Finding::detail).distinct().toList();
    return switch (details.size()) {
      case 0 -> "there is nothing to look at";
      case 1, 2 -> String.join(", ", details);
      default -> "%s and %d more".formatted(details.getFirst(), details.size() - 1);
    };
  }
}
