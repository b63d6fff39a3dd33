package io.outagelab.authoritative.zone;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.RRset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** The walk down the labels finds what a linear search over all RRsets finds. */
class LookupOracleTest {
  private static final Name ORIGIN = DnsNames.of("o");
  private static final String[] LABELS = {"a", "b", "c", "*"};
  private static final int QUESTIONS = 300;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void agreesWithALinearSearch(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<RRset> rrsets = zone(random);
    Zone zone = Zone.of(ORIGIN, rrsets);

    for (int question = 0; question < QUESTIONS; question++) {
      Name name = name(random, 5);

      assertThat(describe(zone.lookup(name)))
          .as("%s in %s, seed %d", name, rrsets, seed)
          .isEqualTo(expected(rrsets, name));
    }
  }

  private static List<RRset> zone(SplittableRandom random) {
    List<RRset> rrsets = new ArrayList<>();
    for (int count = random.nextInt(14); count > 0; count--) {
      Name owner = name(random, 4);
      boolean cut = random.nextInt(4) == 0 && !owner.equals(ORIGIN) && !owner.isWild();
      Record rr =
          cut
              ? new NSRecord(owner, DClass.IN, 60, DnsNames.of("ns.elsewhere"))
              : new TXTRecord(owner, DClass.IN, 60, "x");
      rrsets.add(RRset.of(List.of(rr)));
    }
    return rrsets;
  }

  private static Name name(SplittableRandom random, int maxDepth) {
    StringBuilder text = new StringBuilder();
    for (int depth = random.nextInt(maxDepth + 1); depth > 0; depth--) {
      text.append(LABELS[random.nextInt(LABELS.length)]).append('.');
    }
    return DnsNames.of(text + "o.");
  }

  private static String describe(Lookup lookup) {
    return switch (lookup) {
      case Lookup.Found(ZoneNode node) -> "found " + node.name();
      case Lookup.Delegated(ZoneNode cut) -> "delegated " + cut.name();
      case Lookup.Redirected(ZoneNode node) -> "redirected " + node.name();
      case Lookup.Synthesized(ZoneNode wildcard) -> "synthesized " + wildcard.name();
      case Lookup.Missing(Name encloser) -> "missing below " + encloser;
    };
  }

  private static String expected(List<RRset> rrsets, Name name) {
    Optional<Name> cut =
        rrsets.stream()
            .filter(set -> set.type() == Type.NS && name.subdomain(set.owner()))
            .map(RRset::owner)
            .min(Comparator.comparingInt(Name::labels));
    if (cut.isPresent()) {
      return "delegated " + cut.get();
    }
    if (exists(rrsets, name)) {
      return "found " + name;
    }
    Name encloser = name;
    while (!exists(rrsets, encloser)) {
      encloser = new Name(encloser, 1);
    }
    Name wildcard = DnsNames.of("*." + encloser);
    return exists(rrsets, wildcard) ? "synthesized " + wildcard : "missing below " + encloser;
  }

  /** A name exists if it owns something, or something below it does (RFC 4592 §2.2.2). */
  private static boolean exists(List<RRset> rrsets, Name name) {
    return name.equals(ORIGIN) || rrsets.stream().anyMatch(set -> set.owner().subdomain(name));
  }
}
