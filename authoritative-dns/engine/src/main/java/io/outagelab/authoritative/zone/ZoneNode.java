package io.outagelab.authoritative.zone;

import io.outagelab.core.dns.RRset;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * One name of a zone with the RRsets it owns; none at an empty non-terminal (RFC 4592 §2.2.2).
 *
 * @param name the owner name
 * @param rrsets the RRsets by the number of their type: few, so that a list is searched fastest
 * @param zoneCut whether the name is delegated: it has an NS RRset and is not the apex
 */
public record ZoneNode(Name name, List<RRset> rrsets, boolean zoneCut) {
  /** Keeps its own copy of the RRsets. */
  public ZoneNode {
    rrsets = List.copyOf(rrsets);
  }

  /** The RRset of this type. */
  public Optional<RRset> rrset(int type) {
    for (int i = 0; i < rrsets.size(); i++) {
      if (rrsets.get(i).type() == type) {
        return Optional.of(rrsets.get(i));
      }
    }
    return Optional.empty();
  }

  /** Whether the name owns an RRset of this type. */
  public boolean has(int type) {
    for (int i = 0; i < rrsets.size(); i++) {
      if (rrsets.get(i).type() == type) {
        return true;
      }
    }
    return false;
  }

  /** The A and AAAA RRsets. */
  public List<RRset> addresses() {
    return rrsets.stream()
        .filter(rrset -> rrset.type() == Type.A || rrset.type() == Type.AAAA)
        .toList();
  }
}
