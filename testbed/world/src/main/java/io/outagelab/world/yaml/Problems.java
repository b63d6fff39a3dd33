package io.outagelab.world.yaml;

import io.outagelab.core.LabConfigurationException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Every problem found so far. Reading goes on after each, so that a person mends all in one go. */
public final class Problems {
  /** A file with more problems than this is not one that somebody mistyped. */
  private static final int MAX_SHOWN = 200;

  private final List<Problem> problems = new ArrayList<>();

  /** Adds a problem, unless the very same is there. */
  public void add(Problem problem) {
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
  }

  /** Adds a problem that needs no key path and no value. */
  public void add(Place place, String message) {
    add(new Problem(place, "", "", message));
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return problems.isEmpty();
  }

  /** All of them, by file and line. */
  public List<Problem> list() {
    return problems.stream().sorted(Comparator.comparing(Problem::place)).toList();
  }

  /** Whether no problem lies at or below this key path. */
  public boolean isClean(String path) {
    return problems.stream()
        .map(Problem::path)
        .noneMatch(
            other ->
                other.equals(path) || other.startsWith(path + ".") || other.startsWith(path + "["));
  }

  /** Whether every problem has a key path: none lies in the text of a file that was read along. */
  public boolean isCleanOutsidePaths() {
    return problems.stream().noneMatch(problem -> problem.path().isEmpty());
  }

  /** Throws the exception that shows all of them, one per line, if there are any. */
  public void throwIfAny() {
    if (problems.isEmpty()) {
      return;
    }
    String lines =
        list().stream().limit(MAX_SHOWN).map(Problem::toString).collect(Collectors.joining("\n"));
    int left = problems.size() - MAX_SHOWN;
    throw new LabConfigurationException(left > 0 ? lines + "\nand %d more".formatted(left) : lines);
  }
}
