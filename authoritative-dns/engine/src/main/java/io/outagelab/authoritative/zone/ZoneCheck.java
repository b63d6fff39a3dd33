package io.outagelab.authoritative.zone;

import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.RRset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Checks the records of one zone as a whole and makes the zone of them. */
final class ZoneCheck {
  /** What may stand beside a CNAME record (RFC 4034 §3, §4). */
  private static final Set<Integer> BESIDE_CNAME = Set.of(Type.CNAME, Type.RRSIG, Type.NSEC);

  /** What the parent's side of a zone cut may own (RFC 4035 §2.2 to §2.6), glue included. */
  private static final Set<Integer> AT_CUT =
      Set.of(Type.NS, Type.DS, Type.A, Type.AAAA, Type.RRSIG, Type.NSEC);

  /** The types that only zones with DNSSEC have. */
  private static final Set<Integer> DNSSEC =
      Set.of(
          Type.RRSIG, Type.NSEC, Type.NSEC3, Type.NSEC3PARAM, Type.DNSKEY, Type.CDS, Type.CDNSKEY);

  private final String label;
  private final Name origin;
  private final Problems problems;

  private ZoneCheck(String label, Name origin, Problems problems) {
    this.label = label;
    this.origin = origin;
    this.problems = problems;
  }

  /**
   * Runs every check.
   *
   * @param label what problems of the whole zone call it
   * @param problems those that are known already; the zone is sound if there are none in the end
   */
  static ZoneReading check(
      String label, Name origin, List<PlacedRecord> records, Problems problems) {
    Zone zone = new ZoneCheck(label, origin, problems).run(records);
    return problems.isEmpty()
        ? new ZoneReading.Accepted(zone)
        : new ZoneReading.Refused(problems.sorted(label));
  }

  private Zone run(List<PlacedRecord> records) {
    List<KeyedRecord> sorted = new ArrayList<>(records.size());
    for (PlacedRecord placed : records) {
      if (belongs(placed)) {
        sorted.add(KeyedRecord.of(placed, origin));
      }
    }
    Collections.sort(sorted);
    List<List<PlacedRecord>> sets = sets(sorted);
    List<RRset> rrsets = new ArrayList<>(sets.size());
    for (List<PlacedRecord> set : sets) {
      rrsets.add(rrset(set));
    }
    Zone zone = Zone.ofSorted(origin, rrsets);
    checkApex(zone);
    checkPlaces(zone, sets);
    for (List<PlacedRecord> set : sets) {
      checkSet(zone, set);
    }
    checkDnssec(zone, sets);
    return zone;
  }

  private boolean belongs(PlacedRecord placed) {
    Record rr = placed.rr();
    if (rr.getDClass() != DClass.IN) {
      problem(placed, "is of class %s: only IN is served".formatted(DClass.string(rr.getDClass())));
      return false;
    }
    if (!rr.getName().subdomain(origin)) {
      problem(placed, "is out of the zone '%s'".formatted(DnsNames.display(origin)));
      return false;
    }
    if (rr.getType() == Type.SOA && !rr.getName().equals(origin)) {
      problem(
          placed, "an SOA record stands at the apex '%s' only".formatted(DnsNames.display(origin)));
      return false;
    }
    return true;
  }

  /** The records of one owner name and type each, in the order of the list. */
  private static List<List<PlacedRecord>> sets(List<KeyedRecord> sorted) {
    List<List<PlacedRecord>> sets = new ArrayList<>(sorted.size());
    int from = 0;
    for (int to = 1; to <= sorted.size(); to++) {
      if (to == sorted.size() || sorted.get(from).compareTo(sorted.get(to)) != 0) {
        sets.add(withoutDuplicates(sorted.subList(from, to)));
        from = to;
      }
    }
    return sets;
  }

  /** RFC 2181 §5: duplicates are suppressed. */
  private static List<PlacedRecord> withoutDuplicates(List<KeyedRecord> set) {
    if (set.size() == 1) {
      return List.of(set.getFirst().placed());
    }
    Set<Record> seen = new HashSet<>();
    return set.stream().map(KeyedRecord::placed).filter(placed -> seen.add(placed.rr())).toList();
  }

  private RRset rrset(List<PlacedRecord> set) {
    PlacedRecord first = set.getFirst();
    if (set.size() == 1) {
      return RRset.of(List.of(first.rr()));
    }
    // RRSIG records share an owner name but sign different RRsets: RFC 4034 §3.
    if (first.rr().getType() != Type.RRSIG) {
      set.stream()
          .filter(placed -> placed.rr().getTTL() != first.rr().getTTL())
          .forEach(
              placed ->
                  problem(
                      placed,
                      "has TTL %d, but %s says %d: one RRset has one TTL (RFC 2181 §5.2)"
                          .formatted(
                              placed.rr().getTTL(), first.place(placed), first.rr().getTTL())));
    }
    return RRset.of(set.stream().map(PlacedRecord::rr).toList());
  }

  private void checkApex(Zone zone) {
    ZoneNode apex = zone.nodes().getFirst();
    if (!apex.has(Type.SOA)) {
      problem("no SOA record at the apex '%s': exactly one is needed");
    }
    if (!apex.has(Type.NS)) {
      problem("no NS record at the apex '%s': at least one is needed");
    }
  }

  private void checkSet(Zone zone, List<PlacedRecord> set) {
    switch (set.getFirst().rr().getType()) {
      case Type.CNAME -> checkCname(zone, set);
      case Type.DNAME -> checkWildcard(set);
      case Type.NS -> {
        checkWildcard(set);
        set.forEach(ns -> checkNameServer(zone, ns));
      }
      case Type.SOA -> checkOneSoa(set);
      default -> {
        // Any number of them may stand anywhere.
      }
    }
  }

  private void checkOneSoa(List<PlacedRecord> soas) {
    soas.stream()
        .skip(1)
        .forEach(soa -> problem(soa, "a zone has exactly one SOA record (RFC 1035 §5.2)"));
  }

  private void checkCname(Zone zone, List<PlacedRecord> cnames) {
    cnames.stream()
        .skip(1)
        .forEach(cname -> problem(cname, "a name has at most one CNAME record (RFC 2181 §10.1)"));
    PlacedRecord first = cnames.getFirst();
    String others =
        zone.node(first.rr().getName()).map(ZoneNode::rrsets).orElse(List.of()).stream()
            .map(RRset::type)
            .filter(type -> !BESIDE_CNAME.contains(type))
            .map(Type::string)
            .collect(Collectors.joining(", "));
    if (!others.isEmpty()) {
      problem(
          first, "nothing else may stand beside a CNAME record (RFC 1034 §3.6.2): found " + others);
    }
  }

  private void checkWildcard(List<PlacedRecord> set) {
    if (set.getFirst().rr().getName().isWild()) {
      set.forEach(placed -> problem(placed, "is undefined at a wildcard (RFC 4592 §4.2, §4.4)"));
    }
  }

  /** In canonical order what is below a zone cut or a DNAME record comes next after it. */
  private void checkPlaces(Zone zone, List<List<PlacedRecord>> sets) {
    Optional<ZoneNode> above = Optional.empty();
    int next = 0;
    for (ZoneNode node : zone.nodes()) {
      boolean below = above.isPresent() && node.name().subdomain(above.get().name());
      if (!below) {
        above = hasNothingBelow(node) ? Optional.of(node) : Optional.empty();
      }
      for (int end = next + node.types().size(); next < end; next++) {
        PlacedRecord first = sets.get(next).getFirst();
        if (node.isHashed()) {
          // DnssecCheck says what is wrong with it.
          continue;
        }
        if (below) {
          checkBelow(above.get(), first);
        } else if (node.zoneCut() && !AT_CUT.contains(first.rr().getType())) {
          problem(first, "stands at a zone cut, where it belongs to the delegated zone");
        }
      }
    }
  }

  private static boolean hasNothingBelow(ZoneNode node) {
    return node.zoneCut() || node.has(Type.DNAME) || node.isHashed();
  }

  private void checkBelow(ZoneNode above, PlacedRecord placed) {
    String name = DnsNames.display(above.name());
    int type = placed.rr().getType();
    if (above.isHashed()) {
      problem(
          placed,
          "is below the NSEC3 record of '%s', where no name can be (RFC 5155 §3)".formatted(name));
    } else if (!above.zoneCut()) {
      problem(placed, "is below the DNAME record of '%s' (RFC 6672 §2.4)".formatted(name));
    } else if (type != Type.A && type != Type.AAAA) {
      problem(
          placed,
          "is below the zone cut '%s': only glue (A, AAAA) may stand there".formatted(name));
    }
  }

  private void checkDnssec(Zone zone, List<List<PlacedRecord>> sets) {
    if (sets.stream().noneMatch(set -> DNSSEC.contains(set.getFirst().rr().getType()))) {
      return;
    }
    SortedMap<Name, SortedMap<Integer, List<PlacedRecord>>> tree = new TreeMap<>();
    for (List<PlacedRecord> set : sets) {
      Record first = set.getFirst().rr();
      tree.computeIfAbsent(first.getName(), name -> new TreeMap<>()).put(first.getType(), set);
    }
    new DnssecCheck(zone, tree, this::problem).run();
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
    problems.add(placed.problem(message));
  }

  private void problem(String messageWithOrigin) {
    problems.add(new ZoneProblem(label, 0, messageWithOrigin.formatted(DnsNames.display(origin))));
  }
}
