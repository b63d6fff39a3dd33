package io.outagelab.authoritative.dnssec;

import io.outagelab.core.dns.RRset;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * A name whose RRsets the zone is the authority of: no glue, nothing below a zone cut or a DNAME.
 *
 * @param name the owner name
 * @param rrsets by type: all of them, or at a zone cut its NS and DS RRsets
 * @param zoneCut whether the name is delegated
 */
record SignableName(Name name, SortedMap<Integer, RRset> rrsets, boolean zoneCut) {
  /** The types it owns, before signing. */
  List<Integer> types() {
    return List.copyOf(rrsets.keySet());
  }

  /** What is signed: at a zone cut, the NS RRset is the child's to sign (RFC 4035 §2.2). */
  List<RRset> signed() {
    return rrsets.entrySet().stream()
        .filter(entry -> !zoneCut || entry.getKey() != Type.NS)
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Whether it is a zone cut without a DS RRset. */
  boolean isInsecureDelegation() {
    return zoneCut && !rrsets.containsKey(Type.DS);
  }
}
