package io.outagelab.authoritative.zone;

import io.outagelab.core.dns.DnsNames;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * A record and where it stands.
 *
 * @param file the zone file, or one that it includes, as its reader calls it
 * @param line counted from 1; 0 for a record that was in the zone already
 * @param rr the record
 */
record PlacedRecord(String file, int line, Record rr) {
  /** The owner name and the type, as problems cite them. */
  String label() {
    return DnsNames.display(rr.getName()) + " " + Type.string(rr.getType());
  }

  /** Where it stands, as the problem of another record cites it. */
  String place(PlacedRecord citing) {
    if (line == 0) {
      return "another record";
    }
    return file.equals(citing.file) ? "line " + line : file + ":" + line;
  }

  /** A problem with this record. */
  ZoneProblem problem(String message) {
    return new ZoneProblem(file, line, label() + ": " + message);
  }
}
