package io.outagelab.authoritative.zone;

import io.outagelab.core.dns.DnsNames;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** A record and the line of the zone file where it stands. */
record PlacedRecord(int line, Record rr) {
  /** The owner name and the type, as problems cite them. */
  String label() {
    return DnsNames.display(rr.getName()) + " " + Type.string(rr.getType());
  }
}
