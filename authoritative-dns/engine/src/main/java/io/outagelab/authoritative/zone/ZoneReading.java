package io.outagelab.authoritative.zone;

import io.outagelab.core.LabConfigurationException;
import java.util.List;
import java.util.stream.Collectors;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** What came of reading a zone. */
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

  /**
   * What comes of records that are from elsewhere than a file.
   *
   * @param label what problems call them
   */
  static ZoneReading of(String label, Name origin, List<Record> records) {
    List<PlacedRecord> placed = records.stream().map(rr -> new PlacedRecord(label, 0, rr)).toList();
    return ZoneCheck.check(label, origin, placed, new Problems());
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
