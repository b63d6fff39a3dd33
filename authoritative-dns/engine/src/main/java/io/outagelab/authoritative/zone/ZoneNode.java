package io.outagelab.authoritative.zone;

import io.outagelab.core.dns.RRset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * One name of a zone with the RRsets it owns; none at an empty non-terminal (RFC 4592 §2.2.2).
 *
 * @param name the owner name
 * @param rrsets the RRsets by the number of their type: few, so that a list is searched fastest.
 *     RRSIG records form no RRset (RFC 4034 §3): those that cover one RRset stand together, with
 *     its TTL, in the order of the types that they cover
 * @param zoneCut whether the name is delegated: it has an NS RRset and is not the apex
 */
public record ZoneNode(Name name, List<RRset> rrsets, boolean zoneCut) {
  /** Keeps its own copy of the RRsets. */
  public ZoneNode {
    rrsets = List.copyOf(rrsets);
  }

  /**
   * The node of these RRsets. Those of one type are taken together, but for RRSIG records, which
   * are told apart by the type they cover.
   *
   * @param sorted by type
   * @param apex whether this is the apex of a zone, which delegates nothing
   */
  static ZoneNode of(Name name, List<RRset> sorted, boolean apex) {
    List<RRset> rrsets = new ArrayList<>(sorted.size());
    List<Record> signatures = new ArrayList<>(0);
    boolean delegates = false;
    for (RRset rrset : sorted) {
      if (rrset.type() == Type.RRSIG) {
        signatures.addAll(rrset.records());
      } else if (rrsets.isEmpty() || rrsets.getLast().type() != rrset.type()) {
        rrsets.add(rrset);
      } else {
        List<Record> records = new ArrayList<>(rrsets.removeLast().records());
        records.addAll(rrset.records());
        rrsets.add(RRset.of(records));
      }
      delegates |= rrset.type() == Type.NS;
    }
    if (!signatures.isEmpty()) {
      rrsets.addAll(byTypeCovered(signatures, rrsets));
      rrsets.sort(Comparator.comparingInt(RRset::type));
    }
    return new ZoneNode(name, rrsets, delegates && !apex);
  }

  private static List<RRset> byTypeCovered(List<Record> signatures, List<RRset> covered) {
    SortedMap<Integer, List<Record>> sets = new TreeMap<>();
    for (Record rr : signatures) {
      sets.computeIfAbsent(rr.getRRsetType(), type -> new ArrayList<>()).add(rr);
    }
    Map<Integer, Long> ttls = new HashMap<>();
    covered.forEach(rrset -> ttls.put(rrset.type(), rrset.ttl()));
    return sets.entrySet().stream()
        .map(set -> timed(RRset.of(set.getValue()), ttls.get(set.getKey())))
        .toList();
  }

  /** RFC 4035 §2.2: signatures have the TTL of the RRset that they cover, if it is there. */
  private static RRset timed(RRset signatures, @Nullable Long ttl) {
    return ttl == null ? signatures : signatures.withTtl(ttl);
  }

  /** The types of its RRsets, by their number, each once. */
  public List<Integer> types() {
    return rrsets.stream().map(RRset::type).distinct().toList();
  }

  /** The RRset of this type; of RRSIG records the first: see {@link #signatures(int)}. */
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

  /** The RRSIG records that cover the RRset of this type. */
  public Optional<RRset> signatures(int type) {
    for (int i = 0; i < rrsets.size(); i++) {
      RRset rrset = rrsets.get(i);
      if (rrset.type() == Type.RRSIG && rrset.records().getFirst().getRRsetType() == type) {
        return Optional.of(rrset);
      }
    }
    return Optional.empty();
  }

  /** All RRSIG records of the name, by type covered. */
  public List<RRset> signatures() {
    return rrsets.stream().filter(rrset -> rrset.type() == Type.RRSIG).toList();
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
