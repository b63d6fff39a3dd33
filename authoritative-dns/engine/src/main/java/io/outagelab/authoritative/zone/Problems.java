package io.outagelab.authoritative.zone;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong with one zone, up to a number that nobody wants to read more of. */
final class Problems {
  /** Beyond, nobody looks for more. */
  static final int MAX = 1_000;

  private final List<ZoneProblem> found = new ArrayList<>();

  void add(ZoneProblem problem) {
    if (found.size() < MAX) {
      found.add(problem);
    } else if (!areTooMany()) {
      found.add(
          new ZoneProblem(
              problem.file(), problem.line(), "the zone has more than %d problems".formatted(MAX)));
    }
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** Whether there are more than anybody looks for. */
  boolean areTooMany() {
    return found.size() > MAX;
  }

  /** All of them by line, those of the zone's own file before those of the files it includes. */
  List<ZoneProblem> sorted(String ownFile) {
    return found.stream()
        .sorted(
            Comparator.comparing((ZoneProblem problem) -> !problem.file().equals(ownFile))
                .thenComparing(ZoneProblem::file)
                .thenComparingInt(ZoneProblem::line))
        .toList();
  }
}
