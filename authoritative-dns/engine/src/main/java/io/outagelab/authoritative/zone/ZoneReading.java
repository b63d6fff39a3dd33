package io.outagelab.authoritative.zone;

import io.outagelab.core.LabConfigurationException;
import java.util.List;
import java.util.stream.Collectors;

/** What came of reading a zone file. */
public sealed interface ZoneReading {
  /** The file holds a sound zone. */
  record Accepted(Zone zone) implements ZoneReading {}

  /** The file has problems: all of them, by line. */
  record Refused(List<ZoneProblem> problems) implements ZoneReading {
    /** Keeps its own copy; there is at least one. */
    public Refused {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("a refused zone file has at least one problem");
      }
    }
  }

  /** The zone, or an exception whose message lists every problem on a line of its own. */
  default Zone orThrow() {
    return switch (this) {
      case Accepted(Zone zone) -> zone;
      case Refused(List<ZoneProblem> problems) ->
          throw new LabConfigurationException(
              problems.stream().map(ZoneProblem::toString).collect(Collectors.joining("\n")));
    };
  }
}
