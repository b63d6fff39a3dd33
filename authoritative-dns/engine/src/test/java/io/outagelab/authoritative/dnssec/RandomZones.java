package io.outagelab.authoritative.dnssec;

import io.outagelab.authoritative.zone.Zone;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.RRset;
import io.outagelab.core.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TXTRecord;

/** Small zones of few labels, so that names, wildcards, cuts and aliases meet often. */
final class RandomZones {
  static final Name ORIGIN = DnsNames.of("o");

  private static final String[] LABELS = {"a", "B", "c", "*"};
  private static final int MAX_NAMES = 14;
  private static final Name ELSEWHERE = DnsNames.of("ns.elsewhere");

  private RandomZones() {}

  /** A name in the zone o., of at most so many more labels. */
  static Name name(SplittableRandom random, int maxDepth) {
    StringBuilder text = new StringBuilder();
    for (int depth = random.nextInt(maxDepth + 1); depth > 0; depth--) {
      text.append(LABELS[random.nextInt(LABELS.length)]).append('.');
    }
    return DnsNames.of(text + "o.");
  }

  /** A sound zone: nothing stands where it may not. */
  static Zone zone(SplittableRandom random) {
    TreeMap<Name, List<RRset>> kept = new TreeMap<>();
    for (int count = random.nextInt(MAX_NAMES); count > 0; count--) {
      Name owner = name(random, 4);
      if (!owner.equals(ORIGIN)) {
        kept.put(owner, rrsets(random, owner));
      }
    }
    List<RRset> rrsets = new ArrayList<>(apex());
    kept.forEach(
        (owner, sets) -> {
          if (kept.keySet().stream().noneMatch(above -> hides(above, kept, owner))) {
            rrsets.addAll(sets);
          }
        });
    return Zone.of(ORIGIN, rrsets);
  }

  private static boolean hides(Name above, SortedMap<Name, List<RRset>> kept, Name owner) {
    return !above.equals(owner)
        && owner.subdomain(above)
        && kept.getOrDefault(above, List.of()).stream()
            .map(set -> set.records().getFirst())
            .anyMatch(rr -> rr instanceof NSRecord || rr instanceof DNAMERecord);
  }

  private static List<RRset> apex() {
    return List.of(
        one(new SOARecord(ORIGIN, DClass.IN, 300, ELSEWHERE, ORIGIN, 1, 60, 60, 60, 120)),
        one(new NSRecord(ORIGIN, DClass.IN, 60, ELSEWHERE)));
  }

  private static List<RRset> rrsets(SplittableRandom random, Name owner) {
    int kind = random.nextInt(8);
    return switch (owner.isWild() && kind < 5 ? 7 : kind) {
      case 0, 1 -> List.of(one(new NSRecord(owner, DClass.IN, 60, ELSEWHERE)));
      case 2 -> glued(owner);
      case 3 ->
          List.of(
              one(new NSRecord(owner, DClass.IN, 60, ELSEWHERE)),
              one(new DSRecord(owner, DClass.IN, 90, 1, 15, 2, new byte[32])));
      case 4 -> List.of(one(new DNAMERecord(owner, DClass.IN, 60, name(random, 2))));
      case 5 -> List.of(one(new CNAMERecord(owner, DClass.IN, 60, name(random, 3))));
      case 6 -> List.of(one(new TXTRecord(owner, DClass.IN, 60, "x")), one(address(owner)));
      default -> List.of(one(new TXTRecord(owner, DClass.IN, 60, "x")));
    };
  }

  /** A zone cut whose server is the name itself, with its address. */
  private static List<RRset> glued(Name owner) {
    return List.of(one(new NSRecord(owner, DClass.IN, 60, owner)), one(address(owner)));
  }

  private static Record address(Name owner) {
    return new ARecord(owner, DClass.IN, 70, IpAddress.of("192.0.2.1").toInetAddress());
  }

  private static RRset one(Record rr) {
    return RRset.of(List.of(rr));
  }
}
