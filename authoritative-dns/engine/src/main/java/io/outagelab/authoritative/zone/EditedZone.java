package io.outagelab.authoritative.zone;

import io.outagelab.authoritative.zone.ZoneEdit.Change;
import io.outagelab.authoritative.zone.ZoneEdit.Outcome;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.RRset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/** A zone in the making: a version that is there already, and the RRsets that differ from it. */
final class EditedZone {
  private record SetKey(Name owner, int type) {}

  private final Zone before;
  private final Name origin;
  private final String label;
  private final Problems problems = new Problems();
  private final Map<SetKey, List<PlacedRecord>> touched = new LinkedHashMap<>();
  private Zone base;

  EditedZone(Zone before) {
    this.before = before;
    this.base = before;
    this.origin = before.origin();
    this.label = "zone " + DnsNames.display(origin);
  }

  Outcome make(List<Change> changes) {
    int number = 0;
    for (Change change : changes) {
      make("change " + ++number, change);
    }
    advanceSerial();
    return switch (ZoneCheck.check(label, origin, records(), problems)) {
      case ZoneReading.Accepted(Zone zone) -> new Outcome.Edited(zone);
      case ZoneReading.Refused(List<ZoneProblem> found) -> new Outcome.Refused(found);
    };
  }

  private void make(String place, Change change) {
    switch (change) {
      case Change.AddRecord(Record rr) -> add(new PlacedRecord(place, 0, rr));
      case Change.DeleteRecord(Record rr) -> {
        if (!set(rr).removeIf(there -> there.rr().equals(rr))) {
          problems.add(new PlacedRecord(place, 0, rr).problem("there is no such record"));
        }
      }
      case Change.DeleteRRset(Name owner, int type) -> {
        List<PlacedRecord> set = set(new SetKey(owner, type));
        if (set.isEmpty()) {
          problems.add(
              new ZoneProblem(
                  place,
                  0,
                  "%s %s: there are no such records"
                      .formatted(DnsNames.display(owner), Type.string(type))));
        }
        set.clear();
      }
      case Change.ReplaceAll(Zone by) -> {
        if (!by.origin().equals(origin)) {
          throw new IllegalArgumentException("%s is no version of %s".formatted(by, before));
        }
        base = by;
        touched.clear();
      }
    }
  }

  private void add(PlacedRecord placed) {
    List<PlacedRecord> set = set(placed.rr());
    if (placed.rr().getType() == Type.SOA) {
      set.clear();
    } else if (set.stream().anyMatch(there -> there.rr().equals(placed.rr()))) {
      problems.add(placed.problem("is there already"));
    }
    set.add(placed);
  }

  private List<PlacedRecord> set(Record rr) {
    return set(new SetKey(rr.getName(), rr.getType()));
  }

  private List<PlacedRecord> set(SetKey key) {
    return touched.computeIfAbsent(
        key,
        fresh ->
            base.node(key.owner()).map(ZoneNode::rrsets).orElse(List.of()).stream()
                .filter(rrset -> rrset.type() == key.type())
                .flatMap(this::placed)
                .collect(Collectors.toCollection(ArrayList::new)));
  }

  private Stream<PlacedRecord> placed(RRset rrset) {
    return rrset.records().stream().map(rr -> new PlacedRecord(label, 0, rr));
  }

  /** Secondaries take a new version only with a later serial. */
  private void advanceSerial() {
    for (PlacedRecord placed : List.copyOf(set(new SetKey(origin, Type.SOA)))) {
      if (placed.rr() instanceof SOARecord soa) {
        Serial serial = Serial.of(soa);
        if (serial.equals(before.serial())) {
          add(new PlacedRecord(placed.file(), 0, serial.plus(1).in(soa)));
        } else if (!serial.isNewerThan(before.serial())) {
          problems.add(
              placed.problem(
                  "serial %s does not come after %s, which the zone has (RFC 1982 §3.2)"
                      .formatted(serial, before.serial())));
        }
      }
    }
  }

  private List<PlacedRecord> records() {
    List<PlacedRecord> records = new ArrayList<>();
    for (ZoneNode node : base.nodes()) {
      for (RRset rrset : node.rrsets()) {
        if (!touched.containsKey(new SetKey(node.name(), rrset.type()))) {
          placed(rrset).forEach(records::add);
        }
      }
    }
    touched.values().forEach(records::addAll);
    return records;
  }
}
