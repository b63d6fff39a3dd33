package io.outagelab.authoritative.zone;

import io.outagelab.core.dns.RRset;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
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

  /** The types of its RRsets, by their number. */
  public List<Integer> types() {
    return rrsets.stream().map(RRset::type).toList();
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

  /**
   * The RRSIG records that cover the RRset of this type, with the TTL of that RRset (RFC 4035
   * §2.2).
   */
  public Optional<RRset> signatures(int type) {
    Optional<RRset> all = rrset(Type.RRSIG);
    List<Record> covering =
        all.stream()
            .flatMap(signatures -> signatures.records().stream())
            .filter(rr -> rr.getRRsetType() == type)
            .toList();
    return covering.isEmpty()
        ? Optional.empty()
        : rrset(type)
            .or(() -> all)
            .map(timed -> new RRset(name, Type.RRSIG, timed.ttl(), covering));
  }

  /** All RRSIG records of the name, as {@link #signatures(int)} has them, by type covered. */
  public List<RRset> signatures() {
    return rrset(Type.RRSIG).stream()
        .flatMap(all -> all.records().stream())
        .map(Record::getRRsetType)
        .distinct()
        .sorted()
        .flatMap(type -> signatures(type).stream())
        .toList();
  }

  /**
   * Whether the name is a hash that owns an NSEC3 RRset, and so no name to ask for (RFC 5155
   * §7.2.8).
   */
  public boolean isHashed() {
    return has(Type.NSEC3);
  }

  /** The A and AAAA RRsets. */
  public List<RRset> addresses() {
    return rrsets.stream()
        .filter(rrset -> rrset.type() == Type.A || rrset.type() == Type.AAAA)
        .toList();
  }
}
