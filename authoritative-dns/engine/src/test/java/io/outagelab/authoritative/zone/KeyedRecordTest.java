package io.outagelab.authoritative.zone;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.dns.DnsNames;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.TXTRecord;

/** RFC 4034 §6.1: the keys sort as the names do. */
class KeyedRecordTest {
  private static final Name ORIGIN = DnsNames.of("o.example");
  private static final int PAIRS = 20_000;

  /** Few octets, so that names are much alike; those at the edges, and letters in both cases. */
  private static final String[] OCTETS = {
    "\\000", "\\001", "\\002", "a", "A", "b", "Z", "z", "[", "\\127", "\\128", "\\255", "\\."
  };

  private static Name name(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int labels = random.nextInt(4); labels > 0; labels--) {
      for (int octets = 1 + random.nextInt(5); octets > 0; octets--) {
        text.append(OCTETS[random.nextInt(OCTETS.length)]);
      }
      text.append('.');
    }
    return DnsNames.of(text + "o.example.");
  }

  private static KeyedRecord keyed(Name name) {
    return KeyedRecord.of(
        new PlacedRecord("test", 1, new TXTRecord(name, DClass.IN, 60, "x")), ORIGIN);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void sortsAsNamesDo(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int pair = 0; pair < PAIRS; pair++) {
      Name one = name(random);
      Name two = name(random);

      assertThat(Integer.signum(keyed(one).compareTo(keyed(two))))
          .as("%s, %s, seed %d", one, two, seed)
          .isEqualTo(Integer.signum(one.compareTo(two)));
    }
  }
}
