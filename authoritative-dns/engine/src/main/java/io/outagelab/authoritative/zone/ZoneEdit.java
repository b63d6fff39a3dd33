package io.outagelab.authoritative.zone;

import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * Changes to one zone: all of them are made, in their order, or none. They are made only to the
 * version that their author has seen, and the zone that comes of them is checked as a whole.
 *
 * <p>An edit that does not touch the serial makes it grow by one (RFC 1982 §3.1); one that sets it
 * must set it to a later one (§3.2).
 *
 * @param expected the serial that the zone must have
 * @param changes what to do, in this order
 */
public record ZoneEdit(Serial expected, List<Change> changes) {
  /** Keeps its own copy of the changes. */
  public ZoneEdit {
    changes = List.copyOf(changes);
  }

  /** One change. */
  public sealed interface Change {
    /** Adds a record that is not there yet. An SOA record takes the place of the one there is. */
    record AddRecord(Record rr) implements Change {}

    /** Removes a record, of whatever TTL, that must be there. */
    record DeleteRecord(Record rr) implements Change {}

    /** Removes all records of an owner name and type, of which there must be one. */
    record DeleteRRset(Name owner, int type) implements Change {}

    /** Puts all records of another version of the zone in place of those there are. */
    record ReplaceAll(Zone by) implements Change {}
  }

  /** What came of an edit. */
  public sealed interface Outcome {
    /** The zone with the changes. */
    record Edited(Zone zone) implements Outcome {}

    /** The zone has another serial than expected, and is as it was. */
    record Outdated(Serial current) implements Outcome {}

    /** The changes make no sense or break the zone, which is as it was: every problem. */
    record Refused(List<ZoneProblem> problems) implements Outcome {
      /** Keeps its own copy. */
      public Refused {
        problems = List.copyOf(problems);
      }
    }
  }

  /** What these changes make of this version of the zone. */
  public Outcome applyTo(Zone zone) {
    return zone.serial().equals(expected)
        ? new EditedZone(zone).make(changes)
        : new Outcome.Outdated(zone.serial());
  }
}
