package io.outagelab.authoritative.zone;

import io.outagelab.core.dns.RRset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * One name of a zone with the RRsets it owns; none at an empty non-terminal (RFC 4592 §2.2.2).
 *
 * @param name the owner name
 * @param rrsets the RRsets by the number of their type
 * @param zoneCut whether the name is delegated: it has an NS RRset and is not the apex
 */
public record ZoneNode(Name name, SortedMap<Integer, RRset> rrsets, boolean zoneCut) {
  /** Keeps its own copy of the RRsets. */
  public ZoneNode {
    rrsets = Collections.unmodifiableSortedMap(new TreeMap<>(rrsets));
  }

  /** The RRset of this type. */
  public Optional<RRset> rrset(int type) {
    return Optional.ofNullable(rrsets.get(type));
  }

  /** Whether the name owns an RRset of this type. */
  public boolean has(int type) {
    return rrsets.containsKey(type);
  }

  /** The A and AAAA RRsets. */
  public List<RRset> addresses() {
    return rrsets.values().stream()
        .filter(rrset -> rrset.type() == Type.A || rrset.type() == Type.AAAA)
        .toList();
  }
}
