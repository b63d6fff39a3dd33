package io.outagelab.authoritative.transfer;

import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneDraft;
import io.outagelab.authoritative.zone.ZoneFile;
import io.outagelab.core.dns.DnsNames;
import java.io.IOException;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/** Zones that the transfer tests move. */
public final class Zones {
  /** The apex of all of them. */
  public static final Name ORIGIN = DnsNames.of("example");

  private Zones() {}

  /** A zone with a delegation and glue, in the version of this serial. */
  public static Zone version(long serial, String... more) {
    return ZoneFile.parse(
        "example.zone",
        """
        $TTL 3600
        @        SOA  ns1.example. hostmaster.example. %d 7200 3600 1209600 600
        @        NS   ns1
        @        NS   ns2.elsewhere.
        @        MX   10 Mail
        ns1      A    192.0.2.1
        Mail     A    192.0.2.25
        www      A    192.0.2.80
        alias    CNAME www
        sub      NS   ns.sub
        ns.sub   A    192.0.2.53
        *.wild   TXT  "any"
        %s
        """
            .formatted(serial, String.join("\n", more)),
        ORIGIN);
  }

  /** A zone of the records alone, checked no more than a secondary checks it. */
  public static Zone of(List<Record> records) {
    ZoneDraft draft = new ZoneDraft(ORIGIN);
    records.forEach(draft::add);
    return draft.finished().orElseThrow();
  }

  /** A record of class IN with a TTL of an hour. */
  public static Record rr(String owner, int type, String rdata) {
    return rr(owner, type, 3600, rdata);
  }

  /** A record of class IN. */
  public static Record rr(String owner, int type, long ttl, String rdata) {
    try {
      return Record.fromString(DnsNames.of(owner), type, DClass.IN, ttl, rdata, Name.root);
    } catch (IOException e) {
      throw new IllegalArgumentException("not a record: " + owner + " " + rdata, e);
    }
  }

  /** An SOA record of the zone. */
  public static SOARecord soa(long serial) {
    return (SOARecord)
        rr(
            "example",
            Type.SOA,
            "ns1.example. hostmaster.example. %d 7200 3600 1209600 600".formatted(serial));
  }

  /** Every record, in an order that does not depend on how the zone came about. */
  public static List<String> records(Zone zone) {
    return zone.rrsets().stream()
        .flatMap(rrset -> rrset.records().stream())
        .map(Record::toString)
        .sorted()
        .toList();
  }
}
