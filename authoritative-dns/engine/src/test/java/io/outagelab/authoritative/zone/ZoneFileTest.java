package io.outagelab.authoritative.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.RRset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

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
            second -> assertThat(second).startsWith("test.zone:6: $INCLUDE is not allowed"),
            third -> assertThat(third).startsWith("test.zone:7: $TTL needs").contains("'soon'"),
            fourth ->
                assertThat(fourth)
                    .isEqualTo("test.zone:8: out.of.bailiwick A: is out of the zone 'test'"),
            fifth -> assertThat(fifth).startsWith("test.zone:10: "));
  }

  @Test
  void putsEveryProblemIntoTheMessageForTheUser() {
    assertThatThrownBy(() -> ZoneFile.parse("a.zone", "x A 1\n y", Name.root))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining("a.zone: no SOA record at the apex '.'")
        .hasMessageContaining("a.zone: no NS record")
        .hasMessageContaining("a.zone:1: ")
        .hasMessageContaining("a.zone:2: no owner name");
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
  }
}
