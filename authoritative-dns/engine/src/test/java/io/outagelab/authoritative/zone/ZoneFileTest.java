package io.outagelab.authoritative.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.RRset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** RFC 1035 §5: master files, and what makes a zone sound. */
class ZoneFileTest {
  private static final String APEX =
      """
      $TTL 300
      @ SOA ns hostmaster 1 7200 3600 1209600 60
      @ NS ns
      ns A 192.0.2.1
      """;

  private static List<String> problems(String text) {
    return switch (ZoneFile.read("test.zone", text, DnsNames.of("test"))) {
      case ZoneReading.Accepted accepted -> List.of();
      case ZoneReading.Refused(List<ZoneProblem> problems) ->
          problems.stream().map(ZoneProblem::toString).toList();
    };
  }

  private static List<String> rrsets(String text) {
    return ZoneFile.parse("test.zone", text, DnsNames.of("test")).rrsets().stream()
        .map(RRset::toString)
        .toList();
  }

  /** §5.1: parentheses, comments, omitted owner, TTL and class, relative names, $ORIGIN. */
  @Test
  void readsEveryFormOfAnEntry() {
    String text =
        """
        ; the zone test
        @   3600 IN SOA ns.test. host\\.master.test. ( ; timers follow
                    1     ; serial
                    2h 1h
                    2w 1m )

            IN 3600 NS ns
        ns  A   192.0.2.1
            A   192.0.2.2   ; the owner name is that of the line above
        $ORIGIN deep.test.
        @   60  TXT "a ; b ( c" \\;d
        x   A   192.0.2.3
        $TTL 1d
        y   A   192.0.2.4
        """;

    assertThat(rrsets(text))
        .containsExactly(
            "test 3600 NS x1",
            "test 3600 SOA x1",
            "deep.test 60 TXT x1",
            "x.deep.test 60 A x1",
            "y.deep.test 86400 A x1",
            "ns.test 3600 A x2");
  }

  @Test
  void readsFilesWithCarriageReturnsAndWithoutAFinalLineEnd() {
    assertThat(rrsets(APEX.strip().replace("\n", "\r\n"))).hasSize(3);
  }

  @Test
  void suppressesDuplicatesAndExpandsGenerate() {
    assertThat(rrsets(APEX + "ns A 192.0.2.1\n$GENERATE 1-3 host$ A 192.0.2.$\n"))
        .contains("ns.test 300 A x1", "host1.test 300 A x1", "host3.test 300 A x1");
  }

  @Test
  void reportsEveryProblemWithItsLine() {
    String text =
        APEX
            + """
            www A 192.0.2.999
            $INCLUDE other.zone
            $TTL soon
            out.of.bailiwick. A 192.0.2.1
            mail MX ( 10
               nonsense extra )
            ok A 192.0.2.5
            """;

    assertThat(problems(text))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("test.zone:5: ").contains("www A 192.0.2.999"),
            second ->
                assertThat(second)
                    .startsWith("test.zone:6: $INCLUDE of 'other.zone': this text stands alone"),
            third -> assertThat(third).startsWith("test.zone:7: $TTL needs").contains("'soon'"),
            fourth ->
                assertThat(fourth)
                    .isEqualTo("test.zone:8: out.of.bailiwick A: is out of the zone 'test'"),
            fifth ->
                assertThat(fifth)
                    .isEqualTo(
                        "test.zone:10: 'extra' is more than a MX record has,"
                            + " in 'mail MX 10 nonsense extra'"));
  }

  @Test
  void putsEveryProblemIntoTheMessageForTheUser() {
    assertThatThrownBy(() -> ZoneFile.parse("a.zone", " y\nx A 1\n", Name.root))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining("a.zone: no SOA record at the apex '.'")
        .hasMessageContaining("a.zone: no NS record")
        .hasMessageContaining("a.zone:1: no owner name")
        .hasMessageContaining("a.zone:2: ");
  }

  @Test
  void needsExactlyOneSoaAtTheApex() {
    assertThat(problems(APEX + "@ SOA ns hostmaster 2 1 1 1 1\nx SOA ns hostmaster 2 1 1 1 1\n"))
        .containsExactly(
            "test.zone:5: test SOA: a zone has exactly one SOA record (RFC 1035 §5.2)",
            "test.zone:6: x.test SOA: an SOA record stands at the apex 'test' only");
  }

  @Test
  void allowsNothingBesideACname() {
    assertThat(problems(APEX + "www CNAME ns\nwww TXT x\nwww CNAME ns2\n"))
        .containsExactly(
            "test.zone:5: www.test CNAME: nothing else may stand beside a CNAME record"
                + " (RFC 1034 §3.6.2): found TXT",
            "test.zone:7: www.test CNAME: a name has at most one CNAME record (RFC 2181 §10.1)");
  }

  @Test
  void needsOneTtlPerRRset() {
    assertThat(problems(APEX + "www 60 A 192.0.2.7\nwww 61 A 192.0.2.8\n"))
        .containsExactly(
            "test.zone:6: www.test A: has TTL 61, but line 5 says 60:"
                + " one RRset has one TTL (RFC 2181 §5.2)");
  }

  @Test
  void needsGlueForInDomainNameServers() {
    assertThat(problems(APEX + "sub NS ns.sub\n"))
        .containsExactly(
            "test.zone:5: sub.test NS: needs glue: an A or AAAA record of 'ns.sub.test'"
                + " in this file (RFC 9471)");
    assertThat(problems(APEX + "sub NS ns.sub\nns.sub AAAA 2001:db8::1\n")).isEmpty();
    assertThat(problems(APEX + "sub NS ns.elsewhere.\n")).isEmpty();
  }

  @Test
  void needsAddressesOfNameServersInTheZone() {
    assertThat(problems(APEX + "@ NS ns2\nsub NS alias\nalias CNAME ns\n"))
        .containsExactly(
            "test.zone:5: test NS: its server 'ns2.test' is in this zone but has no A or AAAA"
                + " record",
            "test.zone:6: sub.test NS: its server 'alias.test' is an alias, which no name server's"
                + " name may be (RFC 2181 §10.3)");
  }

  @Test
  void allowsOnlyGlueBelowAZoneCut() {
    String cut = "sub NS ns.sub\nns.sub A 192.0.2.9\n";

    assertThat(problems(APEX + cut + "sub TXT x\nwww.sub TXT x\n"))
        .containsExactly(
            "test.zone:7: sub.test TXT: stands at a zone cut, where it belongs to the delegated"
                + " zone",
            "test.zone:8: www.sub.test TXT: is below the zone cut 'sub.test': only glue (A, AAAA)"
                + " may stand there");
  }

  @Test
  void allowsNoDelegationAtAWildcardAndNothingBelowADname() {
    assertThat(problems(APEX + "*.w NS ns.elsewhere.\nd DNAME other.\nx.d A 192.0.2.1\n"))
        .containsExactly(
            "test.zone:5: *.w.test NS: is undefined at a wildcard (RFC 4592 §4.2, §4.4)",
            "test.zone:7: x.d.test A: is below the DNAME record of 'd.test' (RFC 6672 §2.4)");
  }

  @Test
  void servesOnlyClassIn() {
    assertThat(problems(APEX + "x CH TXT y\n"))
        .containsExactly("test.zone:5: x.test TXT: is of class CH: only IN is served");
  }

  @Test
  void readsTheOriginFromTheNameOfTheFile() {
    assertThat(ZoneFile.originOf("facebook.com.zone")).isEqualTo(DnsNames.of("facebook.com"));
    assertThat(ZoneFile.originOf("root.zone")).isEqualTo(Name.root);
    assertThatThrownBy(() -> ZoneFile.originOf("facebook.com"))
        .isInstanceOf(LabConfigurationException.class);
    assertThatThrownBy(() -> ZoneFile.originOf("a..b.zone"))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining("'a..b' is no domain name");
  }

  /** §5.1: quotes and parentheses. */
  @Test
  void reportsQuotesAndParenthesesThatDoNotMatch() {
    assertThat(problems(APEX + "x TXT \"a\nx TXT b )\ny TXT \"c;(\"\nz TXT ( d\ne\n"))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("test.zone:5: this quote is not closed"),
            second ->
                assertThat(second).startsWith("test.zone:6: this parenthesis was never opened"),
            third -> assertThat(third).startsWith("test.zone:8: this parenthesis is never closed"));
  }

  /** §5.1: a backslash protects a character, or three digits stand for an octet. */
  @Test
  void readsEscapesInNamesAndStrings() {
    Zone zone =
        ZoneFile.parse(
            "test.zone",
            APEX + "a\\.b\\032c\\;d TXT \"\\\"quoted\\\" \\065\" plain\\ text\nö TXT ö \\ö\n",
            DnsNames.of("test"));

    assertThat(zone.rrsets().stream().flatMap(set -> set.records().stream()).map(Record::toString))
        .map(text -> text.replaceAll("\\s+", " ").strip())
        .contains(
            "a\\.b\\032c\\;d.test. 300 IN TXT \"\\\"quoted\\\" A\" \"plain text\"",
            "\\195\\182.test. 300 IN TXT \\195\\182 \\195\\182");
  }

  /** RFC 2308 §4, and the units of BIND. */
  @Test
  void readsTtlsWithUnits() {
    assertThat(
            rrsets(
                APEX
                    + "a 1h30m A 192.0.2.1\nb IN 1w A 192.0.2.1\nc 2147483647 IN A 192.0.2.1\n"
                    + "$TTL 1D2H3M4S\nd A 192.0.2.1\n"))
        .contains(
            "a.test 5400 A x1",
            "b.test 604800 A x1",
            "c.test 2147483647 A x1",
            "d.test 93784 A x1");
    assertThat(problems(APEX + "a 2147483648 A 192.0.2.1\nb 1h30 A 192.0.2.1\n"))
        .satisfiesExactly(
            first -> assertThat(first).contains("test.zone:5: TTL '2147483648': 0 to 2147483647"),
            second -> assertThat(second).contains("test.zone:6: TTL '1h30'"));
  }

  /** RFC 1035 §5.1: an omitted TTL is the last one stated; an SOA record has one of its own. */
  @Test
  void takesAnOmittedTtlFromTheRecordBefore() {
    String soa = "@ SOA ns hostmaster 1 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\n";

    assertThat(rrsets(soa + "a 10 A 192.0.2.1\nb A 192.0.2.1\n"))
        .contains("test 60 SOA x1", "ns.test 60 A x1", "a.test 10 A x1", "b.test 10 A x1");
    assertThat(problems("@ NS ns\n" + soa))
        .first()
        .asString()
        .startsWith("test.zone:1: no TTL: give it one, or the file a $TTL directive");
  }

  @Test
  void stopsAfterTooManyProblems() {
    assertThat(problems("nonsense\n".repeat(5_000)))
        .hasSize(Problems.MAX + 1)
        .last()
        .asString()
        .contains("more than 1000 problems");
    assertThat(problems(APEX + "$GENERATE 1-5000 a.$.elsewhere. A 192.0.2.1\n"))
        .hasSize(Problems.MAX + 1);
  }

  @Test
  void holdsNoRecordsOfTypesForQuestions() {
    assertThat(problems(APEX + "a ANY \\# 0\nb OPT \\# 0\nc TYPE250 \\# 0\nd TYPE0 \\# 0\n"))
        .hasSize(4)
        .allSatisfy(problem -> assertThat(problem).contains("a zone holds no records of type"));
  }

  /** RFC 1035 §3.2.1: RDLENGTH has 16 bits. What cannot be sent cannot be served. */
  @Test
  void refusesRecordsThatNoMessageCanHold() {
    String string = " \"" + "x".repeat(255) + "\"";

    assertThat(problems(APEX + "big TXT" + string.repeat(255) + "\n")).isEmpty();
    assertThat(problems(APEX + "big TXT" + string.repeat(257) + "\n"))
        .singleElement()
        .asString()
        .startsWith("test.zone:5: too long for the data of type TXT");
    assertThat(problems(APEX + "hash NSEC3 1 0 0 - " + "0".repeat(8 * 60) + " A\n"))
        .singleElement()
        .asString()
        .startsWith("test.zone:5: too long for the data of type NSEC3");
    assertThat(problems(APEX + "none WKS 192.0.2.1 tcp\n"))
        .containsExactly(
            "test.zone:5: something is missing: data of type WKS that cannot be encoded, in "
                + "'none WKS 192.0.2.1 tcp'");
  }
}
