package io.outagelab.authoritative.zone;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.RRset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Record;

/** {@code $GENERATE}, as the manual of BIND 9 describes it. */
class GenerateTest {
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
        .filter(set -> !set.owner().equals(DnsNames.of("test")))
        .filter(set -> !set.owner().equals(DnsNames.of("ns.test")))
        .map(RRset::records)
        .flatMap(List::stream)
        .map(Record::toString)
        .map(line -> line.replaceAll("\\s+", " "))
        .toList();
  }

  private static List<String> problems(String text) {
    return ZoneFile.read("test.zone", APEX + text, DnsNames.of("test"))
            instanceof ZoneReading.Refused(List<ZoneProblem> problems)
        ? problems.stream().map(ZoneProblem::toString).toList()
        : List.of();
  }

  @Test
  void makesARecordForEachNumberOfTheRange() {
    assertThat(records("$GENERATE 0-4/2 host$ 60 IN A 192.0.2.$ ; even ones\n"))
        .containsExactly(
            "host0.test. 60 IN A 192.0.2.0",
            "host2.test. 60 IN A 192.0.2.2",
            "host4.test. 60 IN A 192.0.2.4");
  }

  @Test
  void addsOffsetsAndFillsWidths() {
    assertThat(records("$GENERATE 20-21 h${-20,3} MX ( ${10}\n mail${0,2,d} )\n"))
        .containsExactly(
            "h000.test. 300 IN MX 30 mail20.test.", "h001.test. 300 IN MX 31 mail21.test.");
  }

  @Test
  void writesEveryBase() {
    assertThat(
            records(
                "$GENERATE 31-31 a TXT ${0,0,d} ${0,4,o} ${0,4,x} ${0,1,X} ${0,0,n} ${0,5,N}\n"))
        .containsExactly("a.test. 300 IN TXT 31 0037 001f 1F f.1 F.1.0");
    assertThat(records("$GENERATE 16-17 ${0,3,n}.rev PTR host$\n"))
        .containsExactly(
            "0.1.rev.test. 300 IN PTR host16.test.", "1.1.rev.test. 300 IN PTR host17.test.");
  }

  @Test
  void leavesEscapedSignsAlone() {
    assertThat(records("$GENERATE 1-1 a\\$b$$c$ TXT \"cost: \\$$ or $$\" end\n"))
        .containsExactly("a\\$b\\$c1.test. 300 IN TXT \"cost: $1 or $\" end");
  }

  @Test
  void takesDataOutOfItsQuotes() {
    assertThat(
            records("$GENERATE 1-1 a MX \"${9} mail$\"\n$GENERATE 1-1 b TXT \"\\\"x $\\\" y\"\n"))
        .containsExactly("a.test. 300 IN MX 10 mail1.test.", "b.test. 300 IN TXT \"x 1\" y");
  }

  @Test
  void keepsTheOwnerNameBefore() {
    assertThat(records("www A 192.0.2.2\n$GENERATE 1-1 a$ A 192.0.2.3\n  TXT mine\n"))
        .contains("www.test. 300 IN TXT mine");
  }

  @Test
  void saysWhatIsWrong() {
    String[] ranges = {"1", "5-1", "1-2/0", "a-b", "-1-2", "1-2/x"};
    for (String range : ranges) {
      assertThat(problems("$GENERATE " + range + " a$ A 192.0.2.$\n"))
          .singleElement()
          .asString()
          .startsWith("test.zone:5: $GENERATE needs a range start-stop")
          .contains("not '" + range + "'");
    }
    assertThat(problems("$GENERATE 1-2 a${1,2,q} A 192.0.2.$\n"))
        .singleElement()
        .asString()
        .contains("base of d, o, x, X, n or N");
    assertThat(problems("$GENERATE 1-2 a${0,999} A 192.0.2.$\n"))
        .singleElement()
        .asString()
        .contains("a width of 0 to 255");
    assertThat(problems("$GENERATE 1-2 a${-2} A 192.0.2.$\n"))
        .singleElement()
        .asString()
        .contains("negative number");
    assertThat(problems("$GENERATE 1-2\n")).singleElement().asString().contains("owner name");
    assertThat(problems("$GENERATE 250-300 a$ A 192.0.2.$\n"))
        .containsExactly(
            "test.zone:5: $GENERATE for the number 256: '192.0.2.256' is not an IPv4 address,"
                + " in '$GENERATE 250-300 a$ A 192.0.2.$'");
  }

  @Test
  void boundsHowManyRecordsOneZoneGenerates() {
    assertThat(problems("$GENERATE 0-9999999999 a$ A 192.0.2.1\n"))
        .containsExactly(
            "test.zone:5: $GENERATE makes 10000000000 records of about 21 characters here: 1000000"
                + " and 134217728 in all are allowed, in '$GENERATE 0-9999999999 a$ A 192.0.2.1'");
    assertThat(problems("$GENERATE 1-9 $ A 192.0.2.1\n$GENERATE 10-1000001 $ A 192.0.2.1\n"))
        .singleElement()
        .asString()
        .startsWith("test.zone:6: ");
  }

  @Test
  void boundsHowMuchTextOneZoneGenerates() {
    String strings = " \"" + "x".repeat(250) + "\"";

    assertThat(problems("$GENERATE 1-1000000 a$ TXT" + strings.repeat(200) + "\n"))
        .singleElement()
        .asString()
        .startsWith("test.zone:5: $GENERATE makes 1000000 records of about 50");
    assertThat(problems("$GENERATE 1-9 a$ TXT" + strings.repeat(200) + "\n")).isEmpty();
  }
}
