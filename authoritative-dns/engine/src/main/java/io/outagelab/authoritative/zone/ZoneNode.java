package io.outagelab.authoritative.zone;

import io.outagelab.core.dns.RRset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
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

  /**
   * The RRSIG records that cover the RRset of this type, with the TTL of that RRset (RFC 4035
   * §2.2).
   */
  public Optional<RRset> signatures(int type) {
    RRset all = rrsets.get(Type.RRSIG);
    if (all == null) {
      return Optional.empty();
    }
    List<Record> covering = all.records().stream().filter(rr -> rr.getRRsetType() == type).toList();
    RRset covered = rrsets.get(type);
    long ttl = covered == null ? all.ttl() : covered.ttl();
    return covering.isEmpty()
        ? Optional.empty()
        : Optional.of(new RRset(name, Type.RRSIG, ttl, covering));
  }

  /** All RRSIG records of the name, as {@link #signatures(int)} has them, by type covered. */
  public List<RRset> signatures() {
    RRset all = rrsets.get(Type.RRSIG);
    return all == null
        ? List.of()
        : all.records().stream()
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
    return rrsets.values().stream()
        .filter(rrset -> rrset.type() == Type.A || rrset.type() == Type.AAAA)
        .toList();
  }
}
