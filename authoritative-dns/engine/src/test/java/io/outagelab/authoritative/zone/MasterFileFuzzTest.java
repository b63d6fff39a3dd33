package io.outagelab.authoritative.zone;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.outagelab.core.dns.DnsNames;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * Guided by coverage: any text is either a sound zone, whose records make the same zone again, or
 * refused with reasons.
 */
@Tag("fuzz")
class MasterFileFuzzTest {
  private static final Name ORIGIN = DnsNames.of("o");

  /** Where the search starts. */
  static List<byte[]> texts() {
    return Stream.of(
            "@ 60 SOA ns host 1 2 3 4 5\n@ 60 NS ns\nns 60 A 192.0.2.1\n*.w 60 TXT \"a b\" c\n",
            """
            $TTL 1h
            $ORIGIN o.
            @ IN SOA ns host ( 1 ; serial
              2h 3m 4w 5d )
              NS ns.else.
            $GENERATE 1-3 h${0,3,d} A 192.0.2.$
            sub NS ns.sub
            ns.sub AAAA 2001:db8::1
            moved DNAME else.
            odd TYPE65280 \\# 2 abcd
            """)
        .map(text -> text.getBytes(StandardCharsets.ISO_8859_1))
        .toList();
  }

  @DictionaryEntries({
    "$TTL ",
    "$ORIGIN ",
    "$INCLUDE ",
    "$GENERATE ",
    "1-3 ",
    "${0,3,x}",
    "IN ",
    "SOA ",
    "NS ",
    "A ",
    "AAAA ",
    "CNAME ",
    "DNAME ",
    "MX ",
    "TXT ",
    "SRV ",
    "CAA ",
    "DS ",
    "NSEC ",
    "NSEC3 ",
    "RRSIG ",
    "DNSKEY ",
    "TYPE65280 ",
    "@ ",
    "*",
    "1h30m ",
    "( ",
    " )",
    "192.0.2.1",
    "2001:db8::1"
  })
  @MethodSource("texts")
  @FuzzTest(maxDuration = "20s")
  void reads(byte[] octets) {
    String text = new String(octets, StandardCharsets.ISO_8859_1);

    ZoneReading reading = ZoneFile.read("o.zone", text, ORIGIN);

    switch (reading) {
      case ZoneReading.Accepted(Zone zone) -> {
        List<Record> records =
            zone.rrsets().stream().flatMap(set -> set.records().stream()).toList();
        Zone again = ZoneReading.of("again", ORIGIN, records).orThrow();
        assertThat(again.rrsets()).hasToString(zone.rrsets().toString());
      }
      case ZoneReading.Refused(List<ZoneProblem> problems) ->
          assertThat(problems).allSatisfy(problem -> assertThat(problem.toString()).isNotBlank());
    }
  }
}
