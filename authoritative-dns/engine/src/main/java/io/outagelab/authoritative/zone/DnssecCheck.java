package io.outagelab.authoritative.zone;

import io.outagelab.core.dns.DnsNames;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.xbill.DNS.NSEC3PARAMRecord;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Checks where the records of DNSSEC stand in a zone (RFC 4035 §2, RFC 5155 §3, §4), and, if it has
 * DNSKEY records, that it is signed as a whole. Whether signatures are good and in time is for
 * validators to say: there is no clock here.
 */
final class DnssecCheck {
  private static final Set<Integer> AT_APEX =
      Set.of(Type.DNSKEY, Type.NSEC3PARAM, Type.CDS, Type.CDNSKEY);

  /** RFC 5155 §3: the octets of a hash, and of the label that it makes. */
  private static final int HASH = 20;

  private static final int HASH_LABEL = 32;

  private final Zone zone;
  private final SortedMap<Name, SortedMap<Integer, List<PlacedRecord>>> tree;
  private final BiConsumer<PlacedRecord, String> problems;

  /**
   * Of one zone.
   *
   * @param tree its records by owner name and type
   * @param problems takes what is found
   */
  DnssecCheck(
      Zone zone,
      SortedMap<Name, SortedMap<Integer, List<PlacedRecord>>> tree,
      BiConsumer<PlacedRecord, String> problems) {
    this.zone = zone;
    this.tree = tree;
    this.problems = problems;
  }

  /** Runs every check. */
  void run() {
    tree.values()
        .forEach(sets -> sets.values().forEach(set -> set.forEach(rr -> checkRecord(rr, sets))));
    SortedMap<Integer, List<PlacedRecord>> apex = tree.getOrDefault(zone.origin(), new TreeMap<>());
    if (apex.containsKey(Type.DNSKEY)) {
      new SignedZoneCheck(zone, (name, type) -> placed(name, type), problems).run();
    }
  }

  /** The first record of an RRset, by which problems cite it. */
  private PlacedRecord placed(Name name, int type) {
    return tree.getOrDefault(name, new TreeMap<>()).getOrDefault(type, List.of()).getFirst();
  }

  private void checkRecord(PlacedRecord placed, SortedMap<Integer, List<PlacedRecord>> beside) {
    Record rr = placed.rr();
    if (AT_APEX.contains(rr.getType()) && !rr.getName().equals(zone.origin())) {
      problems.accept(
          placed, "stands at the apex '%s' only".formatted(DnsNames.display(zone.origin())));
    }
    switch (rr) {
      case RRSIGRecord rrsig -> checkSignature(placed, rrsig, beside.keySet());
      case NSEC3Record nsec3 -> checkHash(placed, nsec3, beside.keySet());
      case NSEC3PARAMRecord parameters ->
          checkParameters(placed, parameters.getHashAlgorithm(), parameters.getIterations());
      default -> {
        // Nothing that DNSSEC has rules for.
      }
    }
  }

  private void checkSignature(PlacedRecord placed, RRSIGRecord rrsig, Set<Integer> beside) {
    if (!beside.contains(rrsig.getTypeCovered())) {
      problems.accept(
          placed,
          "covers %s, of which there is none at this name (RFC 4035 §2.2)"
              .formatted(Type.string(rrsig.getTypeCovered())));
    }
    if (!rrsig.getSigner().equals(zone.origin())) {
      problems.accept(
          placed,
          "is signed by '%s': only the zone itself signs (RFC 4035 §2.2)"
              .formatted(DnsNames.display(rrsig.getSigner())));
    }
  }

  private void checkHash(PlacedRecord placed, NSEC3Record nsec3, Set<Integer> beside) {
    Name name = nsec3.getName();
    boolean below = name.labels() == zone.origin().labels() + 1;
    if (!below || name.getLabel(0)[0] != HASH_LABEL) {
      problems.accept(
          placed,
          "is owned by a hash of 32 letters and digits, one label below '%s' (RFC 5155 §3)"
              .formatted(DnsNames.display(zone.origin())));
    }
    if (nsec3.getNext().length != HASH) {
      problems.accept(
          placed,
          "points to what is no hash of %d letters and digits (RFC 5155 §3)".formatted(HASH_LABEL));
    }
    if (!Set.of(Type.NSEC3, Type.RRSIG).containsAll(beside)) {
      problems.accept(placed, "stands beside what is no RRSIG record: a hash is no name");
    }
    checkParameters(placed, nsec3.getHashAlgorithm(), nsec3.getIterations());
  }

  private void checkParameters(PlacedRecord placed, int algorithm, int iterations) {
    if (algorithm != Nsec3Parameters.SHA1) {
      problems.accept(placed, "hashes by algorithm %d: 1 (SHA-1) is allowed".formatted(algorithm));
    }
    if (iterations > Nsec3Parameters.MAX_ITERATIONS) {
      problems.accept(
          placed,
          "has %d iterations: 0 is right, up to %d are allowed (RFC 9276 §3.1)"
              .formatted(iterations, Nsec3Parameters.MAX_ITERATIONS));
    }
  }
}
