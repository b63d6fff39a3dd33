package io.outagelab.authoritative.transfer;

import io.outagelab.authoritative.zone.Serial;
import io.outagelab.authoritative.zone.Zone;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;

/** What the SOA record of a zone says. */
public final class Soa {
  private Soa() {}

  /** The record itself. */
  static SOARecord of(Zone zone) {
    Record rr = zone.soa().records().getFirst();
    if (rr instanceof SOARecord soa) {
      return soa;
    }
    throw new IllegalStateException("no SOA record at the apex of " + zone);
  }

  /** The zone's version. */
  public static Serial serial(Zone zone) {
    return Serial.of(of(zone));
  }
}
