package io.outagelab.authoritative.zone;

import io.outagelab.core.dns.RRset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The records of a zone in the making, as a transfer brings them. A secondary takes what its
 * primary serves: it only makes sure that the records can be one zone, and judges no further.
 */
public final class ZoneDraft {
  private final Name origin;
  private final SortedMap<Name, SortedMap<Integer, Set<Record>>> tree = new TreeMap<>();
  private int size;

  /** A zone without any record yet. */
  public ZoneDraft(Name origin) {
    this.origin = origin;
  }

  /** A zone as it is, to be changed. */
  public static ZoneDraft of(Zone zone) {
    ZoneDraft draft = new ZoneDraft(zone.origin());
    zone.rrsets().forEach(rrset -> rrset.records().forEach(draft::add));
    return draft;
  }

  /** How many records there are. */
  public int size() {
    return size;
  }

  /**
   * Whether the record can be one of this zone: of class IN, at or below the apex, SOA at the apex
   * only, and of a type that is data.
   */
  public boolean takes(Record rr) {
    return rr.getDClass() == DClass.IN
        && rr.getName().subdomain(origin)
        && (rr.getType() != Type.SOA || rr.getName().equals(origin))
        && DataTypes.isData(rr.getType());
  }

  /** Adds a record; false if it is there already, with whatever TTL. */
  public boolean add(Record rr) {
    boolean added =
        tree.computeIfAbsent(rr.getName(), name -> new TreeMap<>())
            .computeIfAbsent(rr.getType(), type -> new LinkedHashSet<>())
            .add(rr);
    size += added ? 1 : 0;
    return added;
  }

  /** Takes a record out; false if it is not there. */
  public boolean remove(Record rr) {
    SortedMap<Integer, Set<Record>> sets = tree.getOrDefault(rr.getName(), new TreeMap<>());
    Set<Record> set = sets.getOrDefault(rr.getType(), Set.of());
    if (!set.contains(rr)) {
      return false;
    }
    set.remove(rr);
    if (set.isEmpty()) {
      sets.remove(rr.getType());
    }
    if (sets.isEmpty()) {
      tree.remove(rr.getName());
    }
    size--;
    return true;
  }

  /** The zone, unless its apex has not exactly one SOA record. */
  public Optional<Zone> finished() {
    Set<Record> soa = tree.getOrDefault(origin, new TreeMap<>()).getOrDefault(Type.SOA, Set.of());
    if (soa.size() != 1) {
      return Optional.empty();
    }
    List<RRset> rrsets = new ArrayList<>();
    tree.values()
        .forEach(sets -> sets.values().forEach(set -> rrsets.add(RRset.of(List.copyOf(set)))));
    return Optional.of(Zone.of(origin, rrsets));
  }
}
