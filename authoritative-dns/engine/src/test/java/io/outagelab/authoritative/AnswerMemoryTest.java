package io.outagelab.authoritative;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.authoritative.transfer.Zones;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneDraft;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.net.Transport;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Whatever was asked before, a remembered answer is what the search would say. */
class AnswerMemoryTest {
  private static final int QUERIES = 4_000;
  private static final String[] LABELS = {
    "www",
    "WWW",
    "alias",
    "chain",
    "sub",
    "ns",
    "host",
    "wild",
    "walias",
    "back",
    "again",
    "moved",
    "a",
    "deep",
    "tree",
    "*",
    "sibling",
    "dangling",
    "no",
    "into-sub",
    "into-other",
    "loop-a"
  };
  private static final String[] APEXES = {"example", "other", "EXAMPLE", "unserved"};
  private static final int[] TYPES = {
    Type.A,
    Type.AAAA,
    Type.NS,
    Type.MX,
    Type.TXT,
    Type.DS,
    Type.CNAME,
    Type.SOA,
    Type.ANY,
    Type.DNAME,
    Type.HTTPS,
    Type.SRV,
    65_280
  };

  private static final String HASH = "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom";
  private static final String[] UNSOUND_LABELS = {"a", "B", "c", "*", HASH};
  private static final int[] UNSOUND_TYPES = {
    Type.A,
    Type.TXT,
    Type.CNAME,
    Type.DNAME,
    Type.NS,
    Type.DS,
    Type.MX,
    Type.NSEC,
    Type.NSEC3,
    Type.NSEC3PARAM,
    Type.RRSIG,
    Type.TXT
  };

  private final Authority authority = Client.ofTestZones().authority();

  /** {@link Client#octets} compares each with what the whole codec says. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void saysWhatTheSearchSaysWhateverWasAskedBefore(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < QUERIES; i++) {
      Transport transport = random.nextBoolean() ? Transport.UDP : Transport.TCP;

      assertThat(Client.octets(authority, query(random).toWire(), transport)).isPresent();
    }
  }

  private static Message query(SplittableRandom random) {
    StringBuilder name = new StringBuilder();
    for (int labels = random.nextInt(4); labels > 0; labels--) {
      name.append(LABELS[random.nextInt(LABELS.length)]).append('.');
    }
    name.append(APEXES[random.nextInt(APEXES.length)]);
    Message query = Client.query(name.toString(), TYPES[random.nextInt(TYPES.length)]);
    if (random.nextBoolean()) {
      query.getHeader().setFlag(Flags.RD);
    }
    if (random.nextBoolean()) {
      int flags = random.nextBoolean() ? ExtendedFlags.DO : 0;
      query.addRecord(new OPTRecord(random.nextInt(1500), 0, 0, flags), Section.ADDITIONAL);
    }
    return query;
  }

  /** The alias of this wildcard leads to a name that is itself the wildcard's. */
  @Test
  void doesNotTakeOneNameOfAWildcardForAnother() {
    for (String name : new String[] {"new.back.example", "again.back.example", "x.back.example"}) {
      assertThat(Client.octets(authority, Client.query(name, Type.A).toWire(), Transport.UDP))
          .isPresent();
    }
  }

  /** A transfer brings what no file may hold: see {@link ZoneDraft}. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void saysWhatTheSearchSaysOfUnsoundZones(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int zones = 0; zones < 60; zones++) {
      Zone zone = unsound(random);
      Authority serving = new Authority(ZoneSet.of(List.of(zone)), "test");
      for (int i = 0; i < 100; i++) {
        Message query =
            Client.query(unsoundName(random), UNSOUND_TYPES[random.nextInt(UNSOUND_TYPES.length)]);
        int flags = random.nextBoolean() ? ExtendedFlags.DO : 0;
        query.addRecord(new OPTRecord(1232, 0, 0, flags), Section.ADDITIONAL);

        assertThat(Client.octets(serving, query.toWire(), Transport.TCP))
            .as(() -> "seed %d: %s".formatted(seed, zone.rrsets()))
            .isPresent();
      }
    }
  }

  private static Zone unsound(SplittableRandom random) {
    ZoneDraft draft = new ZoneDraft(DnsNames.of("o"));
    draft.add(Zones.rr("o", Type.SOA, "ns.o. h.o. 1 2 3 4 5"));
    for (int records = random.nextInt(15); records > 0; records--) {
      draft.add(unsoundRecord(random));
    }
    return draft.finished().orElseThrow();
  }

  private static Record unsoundRecord(SplittableRandom random) {
    int type = UNSOUND_TYPES[random.nextInt(UNSOUND_TYPES.length)];
    String name = unsoundName(random) + ".";
    String rdata =
        switch (type) {
          case Type.A -> "192.0.2." + random.nextInt(9);
          case Type.CNAME, Type.DNAME, Type.NS -> name;
          case Type.DS -> "1 15 2 " + "00".repeat(32);
          case Type.MX -> "1 " + name;
          case Type.NSEC -> name + " A";
          case Type.NSEC3 -> "1 0 0 - " + HASH + " A";
          case Type.NSEC3PARAM -> "1 0 0 -";
          case Type.RRSIG -> "A 15 2 60 20260401000000 20260301000000 1 o. AAAA";
          default -> "text";
        };
    boolean atApex = random.nextInt(4) == 0;
    return Zones.rr(atApex ? "o" : unsoundName(random), type, 1 + random.nextInt(3), rdata);
  }

  private static String unsoundName(SplittableRandom random) {
    StringBuilder name = new StringBuilder();
    for (int labels = random.nextInt(4); labels > 0; labels--) {
      name.append(UNSOUND_LABELS[random.nextInt(UNSOUND_LABELS.length)]).append('.');
    }
    return name.append('o').toString();
  }
}
