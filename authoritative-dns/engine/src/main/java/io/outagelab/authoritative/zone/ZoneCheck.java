package io.outagelab.authoritative.zone;

import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.RRset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Checks the records of one zone file as a whole and makes the zone of them. */
final class ZoneCheck {
  /** What may stand beside a CNAME record (RFC 4034 §3, §4). */
  private static final Set<Integer> BESIDE_CNAME = Set.of(Type.CNAME, Type.RRSIG, Type.NSEC);

  /** What the parent's side of a zone cut may own (RFC 4035 §2.2 to §2.6), glue included. */
  private static final Set<Integer> AT_CUT =
      Set.of(Type.NS, Type.DS, Type.A, Type.AAAA, Type.RRSIG, Type.NSEC);

  private final String file;
  private final Name origin;
  private final List<PlacedRecord> records;
  private final List<ZoneProblem> problems = new ArrayList<>();
  private final SortedMap<Name, SortedMap<Integer, List<PlacedRecord>>> tree = new TreeMap<>();

  ZoneCheck(String file, Name origin, List<PlacedRecord> records) {
    this.file = file;
    this.origin = origin;
    this.records = records;
  }

  /** Runs every check; the zone is sound if no problem was found. */
  Zone run() {
    records.forEach(this::sort);
    checkApex();
    List<RRset> rrsets = new ArrayList<>();
    tree.forEach(
        (name, sets) -> {
          checkCname(sets);
          checkWildcard(name, sets);
          sets.values().forEach(set -> rrsets.add(rrset(set)));
        });
    Zone zone = Zone.of(origin, rrsets);
    tree.forEach((name, sets) -> sets.values().forEach(set -> checkPlace(zone, set.getFirst())));
    tree.forEach(
        (name, sets) ->
            sets.getOrDefault(Type.NS, List.of()).forEach(ns -> checkNameServer(zone, ns)));
    new DnssecCheck(zone, tree, this::problem).run();
    return zone;
  }

  /** What was found. */
  List<ZoneProblem> problems() {
    return problems;
  }

  private void sort(PlacedRecord placed) {
    Record rr = placed.rr();
    if (rr.getDClass() != DClass.IN) {
      problem(placed, "is of class %s: only IN is served".formatted(DClass.string(rr.getDClass())));
    } else if (!rr.getName().subdomain(origin)) {
      problem(placed, "is out of the zone '%s'".formatted(DnsNames.display(origin)));
    } else if (rr.getType() == Type.SOA && !rr.getName().equals(origin)) {
      problem(
          placed, "an SOA record stands at the apex '%s' only".formatted(DnsNames.display(origin)));
    } else {
      List<PlacedRecord> set =
          tree.computeIfAbsent(rr.getName(), name -> new TreeMap<>())
              .computeIfAbsent(rr.getType(), type -> new ArrayList<>());
      // RFC 2181 §5: duplicates are suppressed.
      if (set.stream().noneMatch(other -> other.rr().equals(rr))) {
        set.add(placed);
      }
    }
  }

  private void checkApex() {
    SortedMap<Integer, List<PlacedRecord>> apex = tree.getOrDefault(origin, new TreeMap<>());
    List<PlacedRecord> soas = apex.getOrDefault(Type.SOA, List.of());
    if (soas.isEmpty()) {
      problem("no SOA record at the apex '%s': exactly one is needed");
    }
    soas.stream()
        .skip(1)
        .forEach(soa -> problem(soa, "a zone has exactly one SOA record (RFC 1035 §5.2)"));
    if (!apex.containsKey(Type.NS)) {
      problem("no NS record at the apex '%s': at least one is needed");
    }
  }

  private void checkCname(SortedMap<Integer, List<PlacedRecord>> sets) {
    List<PlacedRecord> cnames = sets.getOrDefault(Type.CNAME, List.of());
    if (cnames.isEmpty()) {
      return;
    }
    cnames.stream()
        .skip(1)
        .forEach(cname -> problem(cname, "a name has at most one CNAME record (RFC 2181 §10.1)"));
    String others =
        sets.keySet().stream()
            .filter(type -> !BESIDE_CNAME.contains(type))
            .map(Type::string)
            .collect(Collectors.joining(", "));
    if (!others.isEmpty()) {
      problem(
          cnames.getFirst(),
          "nothing else may stand beside a CNAME record (RFC 1034 §3.6.2): found " + others);
    }
  }

  private void checkWildcard(Name name, SortedMap<Integer, List<PlacedRecord>> sets) {
    if (name.isWild()) {
      for (int type : List.of(Type.NS, Type.DNAME)) {
        sets.getOrDefault(type, List.of())
            .forEach(rr -> problem(rr, "is undefined at a wildcard (RFC 4592 §4.2, §4.4)"));
      }
    }
  }

  private RRset rrset(List<PlacedRecord> set) {
    PlacedRecord first = set.getFirst();
    // RRSIG records share an owner name but sign different RRsets: RFC 4034 §3.
    if (first.rr().getType() != Type.RRSIG) {
      set.stream()
          .filter(placed -> placed.rr().getTTL() != first.rr().getTTL())
          .forEach(
              placed ->
                  problem(
                      placed,
                      "has TTL %d, but line %d says %d: one RRset has one TTL (RFC 2181 §5.2)"
                          .formatted(placed.rr().getTTL(), first.line(), first.rr().getTTL())));
    }
    return RRset.of(set.stream().map(PlacedRecord::rr).toList());
  }

  private void checkPlace(Zone zone, PlacedRecord placed) {
    Name name = placed.rr().getName();
    int type = placed.rr().getType();
    if (owns(name, Type.NSEC3)) {
      return;
    }
    switch (zone.lookup(name)) {
      case Lookup.Delegated(ZoneNode cut) when cut.name().equals(name) -> {
        if (!AT_CUT.contains(type)) {
          problem(placed, "stands at a zone cut, where it belongs to the delegated zone");
        }
      }
      case Lookup.Delegated(ZoneNode cut) -> {
        if (type != Type.A && type != Type.AAAA) {
          problem(
              placed,
              "is below the zone cut '%s': only glue (A, AAAA) may stand there"
                  .formatted(DnsNames.display(cut.name())));
        }
      }
      case Lookup.Redirected(ZoneNode dname) ->
          problem(
              placed,
              "is below the DNAME record of '%s' (RFC 6672 §2.4)"
                  .formatted(DnsNames.display(dname.name())));
      case Lookup.Found found -> {
        // Authoritative data, where it belongs.
      }
      case Lookup.Synthesized synthesized -> checkHashed(placed);
      case Lookup.Missing missing -> checkHashed(placed);
    }
  }

  /** Only NSEC3 owner names are found by no search; {@link DnssecCheck} checks what they own. */
  private void checkHashed(PlacedRecord placed) {
    Name name = placed.rr().getName();
    while (!name.equals(origin) && !owns(name, Type.NSEC3)) {
      name = new Name(name, 1);
    }
    if (name.equals(origin)) {
      throw new IllegalStateException("a record is not where it was put: " + placed.label());
    }
    if (!name.equals(placed.rr().getName())) {
      problem(
          placed,
          "is below the NSEC3 record of '%s', where no name can be (RFC 5155 §3)"
              .formatted(DnsNames.display(name)));
    }
  }

  private boolean owns(Name name, int type) {
    return tree.getOrDefault(name, new TreeMap<>()).containsKey(type);
  }

  private void checkNameServer(Zone zone, PlacedRecord placed) {
    if (!(placed.rr() instanceof NSRecord ns) || !ns.getTarget().subdomain(origin)) {
      return;
    }
    switch (zone.lookup(ns.getTarget())) {
      case Lookup.Found(ZoneNode node) -> checkTarget(placed, ns, node);
      case Lookup.Synthesized(ZoneNode node) -> checkTarget(placed, ns, node);
      case Lookup.Delegated(ZoneNode cut) -> {
        boolean inDomain =
            ns.getTarget().subdomain(ns.getName()) && cut.name().equals(ns.getName());
        boolean own = ns.getName().equals(origin);
        if ((inDomain || own) && zone.addresses(ns.getTarget()).isEmpty()) {
          problem(
              placed,
              "needs glue: an A or AAAA record of '%s' in this file (RFC 9471)"
                  .formatted(DnsNames.display(ns.getTarget())));
        }
      }
      case Lookup.Missing missing -> noAddress(placed, ns);
      case Lookup.Redirected redirected -> alias(placed, ns);
    }
  }

  private void checkTarget(PlacedRecord placed, NSRecord ns, ZoneNode target) {
    if (target.has(Type.CNAME)) {
      alias(placed, ns);
    } else if (target.addresses().isEmpty()) {
      noAddress(placed, ns);
    }
  }

  private void alias(PlacedRecord placed, NSRecord ns) {
    problem(
        placed,
        "its server '%s' is an alias, which no name server's name may be (RFC 2181 §10.3)"
            .formatted(DnsNames.display(ns.getTarget())));
  }

  private void noAddress(PlacedRecord placed, NSRecord ns) {
    problem(
        placed,
        "its server '%s' is in this zone but has no A or AAAA record"
            .formatted(DnsNames.display(ns.getTarget())));
  }

  private void problem(PlacedRecord placed, String message) {
    problems.add(new ZoneProblem(file, placed.line(), placed.label() + ": " + message));
  }

  private void problem(String messageWithOrigin) {
    problems.add(new ZoneProblem(file, 0, messageWithOrigin.formatted(DnsNames.display(origin))));
  }
}
