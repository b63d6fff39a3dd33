package io.outagelab.authoritative.zone;

import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.RRset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Checks that a zone with DNSKEY records is signed as a whole: each RRset that the zone is the
 * authority of has a signature by one of the keys (RFC 4035 §2.2), and the chain of NSEC (§2.3) or
 * NSEC3 RRsets (RFC 5155 §7.1) is closed and has every name with its types.
 */
final class SignedZoneCheck {
  /** What the parent's side of a zone cut is the authority of, and says in the chain. */
  private static final Set<Integer> AT_CUT = Set.of(Type.NS, Type.DS, Type.RRSIG, Type.NSEC);

  private static final int OPT_OUT = 1;

  /** What names a key in signatures. */
  private record KeyTag(int algorithm, int tag) {}

  private final Zone zone;
  private final BiFunction<Name, Integer, PlacedRecord> places;
  private final BiConsumer<PlacedRecord, String> problems;
  private final Set<KeyTag> keys = new HashSet<>();

  /**
   * Of one zone.
   *
   * @param places where the first record of an RRset stands
   * @param problems takes what is found
   */
  SignedZoneCheck(
      Zone zone,
      BiFunction<Name, Integer, PlacedRecord> places,
      BiConsumer<PlacedRecord, String> problems) {
    this.zone = zone;
    this.places = places;
    this.problems = problems;
  }

  /** Runs every check. */
  void run() {
    zone.node(zone.origin())
        .flatMap(apex -> apex.rrset(Type.DNSKEY))
        .ifPresent(set -> set.records().forEach(this::addKey));
    List<ZoneNode> names = zone.existingNodes();
    names.forEach(this::checkSigned);
    zone.nodes().stream().filter(ZoneNode::isHashed).forEach(this::checkSigned);
    switch (zone.denial()) {
      case Unsigned none ->
          problem(
              zone.origin(),
              Type.DNSKEY,
              "is in a zone without NSEC or NSEC3PARAM at its apex: sign the zone");
      case NsecChain chain -> checkNsec(names.stream().filter(SignedZoneCheck::owns).toList());
      case Nsec3Chain chain -> checkNsec3(chain, names);
    }
  }

  private void addKey(Record rr) {
    if (rr instanceof DNSKEYRecord key) {
      keys.add(new KeyTag(key.getAlgorithm(), key.getFootprint()));
    }
  }

  private static boolean owns(ZoneNode node) {
    return !node.rrsets().isEmpty();
  }

  private void checkSigned(ZoneNode node) {
    for (int type : node.types()) {
      boolean ours = !node.zoneCut() || type == Type.DS || type == Type.NSEC;
      if (ours && type != Type.RRSIG && !isSigned(node, type)) {
        problem(node.name(), type, "has no signature by a DNSKEY record of the zone");
      }
    }
  }

  private boolean isSigned(ZoneNode node, int type) {
    return node.signatures(type).map(RRset::records).orElse(List.of()).stream()
        .map(RRSIGRecord.class::cast)
        .anyMatch(rr -> keys.contains(new KeyTag(rr.getAlgorithm(), rr.getFootprint())));
  }

  private void checkNsec(List<ZoneNode> names) {
    for (int i = 0; i < names.size(); i++) {
      ZoneNode node = names.get(i);
      Name next = i + 1 < names.size() ? names.get(i + 1).name() : zone.origin();
      Optional<NSECRecord> nsec =
          node.rrset(Type.NSEC).map(set -> (NSECRecord) set.records().getFirst());
      if (nsec.isEmpty()) {
        problem(node, "has no NSEC record, as every name of the zone has");
      } else if (!nsec.get().getNext().equals(next)) {
        String found = DnsNames.display(nsec.get().getNext());
        problem(
            node.name(),
            Type.NSEC,
            "points to '%s', but the next name is '%s'".formatted(found, DnsNames.display(next)));
      } else {
        checkTypes(node.name(), Type.NSEC, node, nsec.get().getTypes());
      }
    }
  }

  private void checkTypes(Name owner, int chainType, ZoneNode node, int[] stated) {
    TreeSet<Integer> types = new TreeSet<>(node.types());
    if (node.zoneCut()) {
      types.retainAll(AT_CUT);
    }
    if (!types.equals(
        Arrays.stream(stated).boxed().collect(Collectors.toCollection(TreeSet::new)))) {
      String name = DnsNames.display(node.name());
      problem(
          owner, chainType, "states other types than '%s' has: %s".formatted(name, text(types)));
    }
  }

  private static String text(SortedSet<Integer> types) {
    return types.stream().map(Type::string).collect(Collectors.joining(" "));
  }

  private void checkNsec3(Nsec3Chain chain, List<ZoneNode> names) {
    if (chain.ring().isEmpty()) {
      problem(zone.origin(), Type.NSEC3PARAM, "has no NSEC3 records of its parameters");
      return;
    }
    checkRing(chain);
    for (ZoneNode node : names) {
      Name owner = chain.parameters().owner(node.name(), zone.origin());
      Optional<ZoneNode> match = CanonicalOrder.find(chain.ring(), owner);
      if (match.isPresent()) {
        checkTypes(owner, Type.NSEC3, node, nsec3(match.get()).getTypes());
      } else if (!isLeftOut(node, chain, names)) {
        problem(node, "has no NSEC3 record, which would be owned by " + DnsNames.display(owner));
      }
    }
  }

  private void checkRing(Nsec3Chain chain) {
    List<ZoneNode> ring = chain.ring();
    for (int i = 0; i < ring.size(); i++) {
      String next = ring.get((i + 1) % ring.size()).name().getLabelString(0);
      String stated = Nsec3Parameters.label(nsec3(ring.get(i)).getNext());
      if (!stated.equalsIgnoreCase(next)) {
        problem(
            ring.get(i).name(),
            Type.NSEC3,
            "points to '%s', but the next hash is '%s'".formatted(stated, next));
      }
    }
  }

  /** RFC 5155 §6: opt-out covers insecure delegations, and empty non-terminals above only such. */
  private boolean isLeftOut(ZoneNode node, Nsec3Chain chain, List<ZoneNode> names) {
    boolean insecure =
        node.zoneCut() ? !node.has(Type.DS) : !owns(node) && isAboveInsecureOnly(node, names);
    Optional<ZoneNode> covering = chain.covering(node.name());
    return insecure && covering.isPresent() && (nsec3(covering.get()).getFlags() & OPT_OUT) != 0;
  }

  private static boolean isAboveInsecureOnly(ZoneNode above, List<ZoneNode> names) {
    int first = CanonicalOrder.floor(names, above.name()) + 1;
    return names.subList(first, names.size()).stream()
        .takeWhile(node -> node.name().subdomain(above.name()))
        .filter(SignedZoneCheck::owns)
        .allMatch(node -> node.zoneCut() && !node.has(Type.DS));
  }

  private static NSEC3Record nsec3(ZoneNode node) {
    return (NSEC3Record)
        node.rrset(Type.NSEC3)
            .orElseThrow(() -> new IllegalStateException("no NSEC3 at " + node.name()))
            .records()
            .getFirst();
  }

  /** Cites the name's first RRset; an empty non-terminal has none, so the apex stands for it. */
  private void problem(ZoneNode node, String message) {
    if (owns(node)) {
      problem(node.name(), node.types().getFirst(), message);
    } else {
      String name = DnsNames.display(node.name());
      problem(
          zone.origin(), Type.DNSKEY, "the empty non-terminal '%s' %s".formatted(name, message));
    }
  }

  private void problem(Name name, int type, String message) {
    problems.accept(places.apply(name, type), message);
  }
}
