package io.outagelab.authoritative.transfer;

import io.outagelab.authoritative.zone.Serial;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneDraft;
import io.outagelab.authoritative.zone.ZoneNode;
import io.outagelab.core.dns.RRset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * What changed from one version of a zone to a later one (RFC 1995 §4). A record whose TTL changed
 * is deleted and added.
 *
 * @param from the SOA record of the older version
 * @param to the SOA record of the newer version
 * @param deleted the records that only the older version has, without its SOA record
 * @param added the records that only the newer version has, without its SOA record
 */
public record ZoneDifference(
    SOARecord from, SOARecord to, List<Record> deleted, List<Record> added) {
  /** Keeps its own copies; the serial must grow. */
  public ZoneDifference {
    deleted = List.copyOf(deleted);
    added = List.copyOf(added);
    if (!Serial.of(to).isNewerThan(Serial.of(from))) {
      throw new IllegalArgumentException(
          "a difference leads to a newer serial: from %s to %s"
              .formatted(Serial.of(from), Serial.of(to)));
    }
  }

  /** What changed between two versions of one zone, of which the newer has a newer serial. */
  public static ZoneDifference between(Zone older, Zone newer) {
    return new ZoneDifference(
        older.soaRecord(), newer.soaRecord(), missing(older, newer), missing(newer, older));
  }

  /** The records of one version that are not in the other. */
  private static List<Record> missing(Zone one, Zone other) {
    List<Record> missing = new ArrayList<>();
    for (RRset rrset : one.rrsets()) {
      Optional<RRset> counterpart =
          other.node(rrset.owner()).flatMap(node -> counterpart(node, rrset));
      if (rrset.type() != Type.SOA && !counterpart.equals(Optional.of(rrset))) {
        Map<Record, Long> ttls = ttls(counterpart);
        rrset.records().stream()
            .filter(rr -> !Long.valueOf(rr.getTTL()).equals(ttls.get(rr)))
            .forEach(missing::add);
      }
    }
    return missing;
  }

  private static Optional<RRset> counterpart(ZoneNode node, RRset rrset) {
    return rrset.type() == Type.RRSIG
        ? node.signatures(rrset.records().getFirst().getRRsetType())
        : node.rrset(rrset.type());
  }

  /** Each record with its TTL, which records don't compare by. */
  private static Map<Record, Long> ttls(Optional<RRset> rrset) {
    Map<Record, Long> ttls = new HashMap<>();
    rrset.ifPresent(set -> set.records().forEach(rr -> ttls.put(rr, rr.getTTL())));
    return ttls;
  }

  /** The newer version, made of the older one; empty if this is no difference of that zone. */
  public Optional<Zone> appliedTo(Zone older) {
    ZoneDraft draft = ZoneDraft.of(older);
    return applyTo(draft) ? draft.finished() : Optional.empty();
  }

  /**
   * Changes the draft. Strict: false as soon as a record is to be deleted that is not there, or to
   * be added that is, or could be none of this zone.
   */
  boolean applyTo(ZoneDraft draft) {
    return draft.remove(from)
        && deleted.stream().allMatch(draft::remove)
        && draft.takes(to)
        && draft.add(to)
        && added.stream().allMatch(rr -> draft.takes(rr) && draft.add(rr));
  }

  /** The sequence of RFC 1995 §4: old SOA, what is deleted, new SOA, what is added. */
  Stream<Record> records() {
    return Stream.of(Stream.of(from), deleted.stream(), Stream.of(to), added.stream())
        .flatMap(part -> part);
  }

  /** How many records the sequence has. */
  int size() {
    return deleted.size() + added.size() + 2;
  }
}
