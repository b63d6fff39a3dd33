package io.outagelab.authoritative.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.outagelab.core.dns.DnsNames;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * What holds for any master file: sound ones are read as dnsjava reads them, others are refused.
 */
class MasterFilePropertyTest {
  private static final Name ORIGIN = DnsNames.of("o");
  private static final int LINES = 200;
  private static final int TEXTS = 2_000;

  private static final String[] OWNERS = {"@", "a", "b.c", "x.o.", "*", "MX", "\\065\\.b"};
  private static final String[] HEADS = {"", "60 ", "IN ", "5m IN ", "IN 1h30m ", "CLASS1 "};
  private static final String[] DATA = {
    "A 192.0.2.1",
    "AAAA 2001:db8::1",
    "NS ns",
    "CNAME a.b.",
    "PTR @",
    "MX 10 mail",
    "MX ( 65535\n  mail ; why\n )",
    "TXT text \"and more\" \"\"",
    "TXT \"a;b(c\" d\\\"e\\032 \"\\\"\"",
    "SRV 0 0 53 ns",
    "SOA ns host 1 2 3 4 5",
    "SOA ns host ( 1 ; serial\n 1h 1m\n\t1w 1d )",
    "CAA 0 issue \"ca.example\"",
    "DS 1 13 2 ( 00112233445566778899aabbccddeeff\n00112233445566778899aabbccddeeff )",
    "HINFO \"a b\" c",
    "TYPE65534 \\# 2 ab cd",
    "A \\# 4 01020304",
  };

  private static final String[] PIECES = {
    "@",
    "a",
    ".",
    "\\",
    "\"",
    "(",
    ")",
    ";",
    "\n",
    "\n",
    " ",
    " ",
    "\t",
    "$",
    "$ORIGIN",
    "$TTL",
    "$GENERATE 1-3 a$ A 192.0.2.$\n",
    "$GENERATE 5-9/2 ${1,2,n}",
    "$INCLUDE x",
    "A ",
    "IN ",
    "60",
    "1h",
    "192.0.2.1",
    "SOA ns h 1 2 3 4 5",
    "NS ns",
    "MX 1",
    "TXT",
    "\\#",
    "TYPE1",
    "CLASS",
    "é",
    "\\1",
    "\\999",
    "\r",
    "\u0000",
    "DS 1 1 1 00",
    "ns A 192.0.2.1\n",
    "@ 60 NS ns\n",
  };

  private static String pick(SplittableRandom random, String[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void readsSoundFilesAsDnsjavaDoes(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder("$TTL 300\nfirst A 192.0.2.9\n");
    for (int line = 0; line < LINES; line++) {
      String owner = random.nextInt(4) == 0 ? "" : pick(random, OWNERS);
      text.append(owner).append(' ').append(pick(random, HEADS)).append(pick(random, DATA));
      text.append(random.nextBoolean() ? " ; note\n" : "\n");
      if (random.nextInt(20) == 0) {
        text.append(random.nextBoolean() ? "$ORIGIN sub\n" : "$TTL 1d\n");
      }
    }

    MasterFile whole = new MasterFile(ZoneText.NONE);
    MasterFileReader.read(whole, "o.zone", text.toString(), ORIGIN);

    assertThat(whole.problems().sorted("o.zone")).as("seed %d", seed).isEmpty();
    List<Record> expected = byDnsjava(text.toString());
    assertThat(whole.records()).as("seed %d", seed).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(whole.records().get(i).rr().toString())
          .as("seed %d, record %d", seed, i)
          .isEqualTo(expected.get(i).toString());
    }
  }

  /** Its {@code $ORIGIN} is always relative to the root: here it is spelled out. */
  private static List<Record> byDnsjava(String text) throws IOException {
    StringBuilder absolute = new StringBuilder();
    String origin = "o.";
    for (String line : text.split("\n", -1)) {
      if (line.equals("$ORIGIN sub")) {
        origin = "sub." + origin;
        absolute.append("$ORIGIN ").append(origin).append('\n');
      } else {
        absolute.append(line).append('\n');
      }
    }
    byte[] octets = absolute.toString().getBytes(StandardCharsets.UTF_8);
    List<Record> records = new ArrayList<>();
    try (Master master = new Master(new ByteArrayInputStream(octets), ORIGIN)) {
      for (Record rr = master.nextRecord(); rr != null; rr = master.nextRecord()) {
        records.add(rr);
      }
    }
    return records;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void refusesNonsenseWithoutFailing(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int count = 0; count < TEXTS; count++) {
      StringBuilder text = new StringBuilder();
      for (int pieces = random.nextInt(40); pieces > 0; pieces--) {
        text.append(pick(random, PIECES));
      }

      assertThatCode(() -> ZoneFile.read("o.zone", text.toString(), ORIGIN))
          .as("seed %d, '%s'", seed, text)
          .doesNotThrowAnyException();
    }
  }
}
