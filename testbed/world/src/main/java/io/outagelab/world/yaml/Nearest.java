package io.outagelab.world.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody probably meant to type. */
final class Nearest {
  /** A longer word is no mistyped key. */
  private static final int LONGEST = 64;

  /** In a shorter word a single wrong letter is all that may be called a slip. */
  private static final int SHORT = 4;

  private Nearest() {}

  /** " did you mean x?" if there is a candidate close enough; else empty. */
  static String hint(String word, Collection<String> candidates) {
    return to(word, candidates).map(" did you mean %s?"::formatted).orElse("");
  }

  /** The candidate that is nearest to the word, if it is near at all. */
  static Optional<String> to(String word, Collection<String> candidates) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    int near = word.length() < SHORT ? 1 : Math.max(2, word.length() / 3);
    return candidates.stream()
        .filter(candidate -> distance(word, candidate) <= Math.min(near, word.length() - 1))
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  /** How many letters must be put in, taken out or changed (Levenshtein). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
