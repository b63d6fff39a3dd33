package io.outagelab.authoritative;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.net.Transport;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
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
}
