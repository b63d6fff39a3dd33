package io.outagelab.world;

import io.outagelab.core.dns.DnsNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** What a zone must have to be served: RFC 1034 §4.2, RFC 1912 §2. */
final class ZoneCheck {
  private ZoneCheck() {}

  /** What is wrong with the zone, one sentence each. */
  static List<String> complaints(ZoneFile zone) {
    List<String> complaints = new ArrayList<>();
    String apex = DnsNames.display(zone.origin());
    long soas = count(zone, Type.SOA);
    if (soas != 1) {
      complaints.add("the zone %s has %d SOA records at its apex, not one".formatted(apex, soas));
    }
    if (count(zone, Type.NS) == 0) {
      complaints.add("the zone %s has no NS record at its apex".formatted(apex));
    }
    Set<Name> addressed = owners(zone, Type.A);
    addressed.addAll(owners(zone, Type.AAAA));
    for (Record record : zone.records()) {
      String owner = DnsNames.display(record.getName());
      if (!record.getName().subdomain(zone.origin())) {
        complaints.add("%s lies outside the zone %s".formatted(owner, apex));
      }
      if (record instanceof NSRecord ns
          && ns.getTarget().subdomain(zone.origin())
          && !addressed.contains(ns.getTarget())) {
        complaints.add(
            "%s is a name server of %s, but this zone has no address for it"
                .formatted(DnsNames.display(ns.getTarget()), owner));
      }
      if (record instanceof CNAMERecord && hasOthers(zone, record)) {
        complaints.add("%s has a CNAME beside other records (RFC 1034 3.6.2)".formatted(owner));
      }
    }
    return complaints.stream().distinct().toList();
  }

  private static long count(ZoneFile zone, int type) {
    return zone.records().stream()
        .filter(record -> record.getType() == type && record.getName().equals(zone.origin()))
        .count();
  }

  private static Set<Name> owners(ZoneFile zone, int type) {
    Set<Name> owners = new TreeSet<>();
    for (Record record : zone.records()) {
      if (record.getType() == type) {
        owners.add(record.getName());
      }
    }
    return owners;
  }

  private static boolean hasOthers(ZoneFile zone, Record cname) {
    return zone.records().stream()
        .anyMatch(
            other ->
                other.getName().equals(cname.getName())
                    && !other.equals(cname)
                    && other.getType() != Type.RRSIG
                    && other.getType() != Type.NSEC);
  }
}
