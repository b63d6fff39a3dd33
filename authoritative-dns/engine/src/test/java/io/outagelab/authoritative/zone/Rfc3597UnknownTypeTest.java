package io.outagelab.authoritative.zone;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.RRset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Record;

/** RFC 3597: types and data that nobody knows. */
class Rfc3597UnknownTypeTest {
  private static final String APEX =
      """
      $TTL 300
      @ SOA ns hostmaster 1 7200 3600 1209600 60
      @ NS ns
      ns A 192.0.2.1
      """;

  private static List<String> records(String text) {
    Zone zone = ZoneFile.parse("test.zone", APEX + text, DnsNames.of("test"));
    return zone.rrsets().stream()
        .map(RRset::records)
        .flatMap(List::stream)
        .map(Record::toString)
        .map(line -> line.replaceAll("\\s+", " ").strip())
        .toList();
  }

  private static List<String> problems(String text) {
    return ZoneFile.read("test.zone", APEX + text, DnsNames.of("test"))
            instanceof ZoneReading.Refused(List<ZoneProblem> problems)
        ? problems.stream().map(ZoneProblem::toString).toList()
        : List.of();
  }

  /** §5: TYPE, CLASS and a length before the octets, in groups of any size. */
  @Test
  void readsUnknownTypesAndData() {
    assertThat(records("a CLASS1 TYPE65534 \\# 4 ( C0 00\n 02ff )\nb TYPE65533 \\# 0\n"))
        .contains("a.test. 300 IN TYPE65534 \\# 4 C00002FF", "b.test. 300 IN TYPE65533 \\# 0");
  }

  /** §5: the generic form serves for known types, and the number of a known type is that type. */
  @Test
  void readsKnownTypesInTheGenericForm() {
    assertThat(records("a A \\# 4 C0000207\nb TYPE1 192.0.2.8\nc TYPE1 \\# 4 c0000209\n"))
        .contains(
            "a.test. 300 IN A 192.0.2.7",
            "b.test. 300 IN A 192.0.2.8",
            "c.test. 300 IN A 192.0.2.9");
  }

  @Test
  void refusesDataOfAnotherLengthThanItSays() {
    assertThat(problems("a TYPE65534 \\# 3 C0000207\nb A \\# 3 C00002\nc TYPE65534 text\n"))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("test.zone:5: ").contains("length"),
            second -> assertThat(second).startsWith("test.zone:6: "),
            third -> assertThat(third).startsWith("test.zone:7: "));
  }
}
