package io.outagelab.authoritative.dnssec;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.authoritative.Authority;
import io.outagelab.authoritative.dnssec.SigningPolicy.DenialChoice;
import io.outagelab.authoritative.zone.Nsec3Parameters;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.dns.DnsNames;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.NSEC3PARAMRecord;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** RFC 5155: denial by hashed names, §7.2 what is sent, §7.1 what is made. */
class Rfc5155HashedDenialTest {
  private static final Name ORIGIN = DnsNames.of("example");
  private static final Zone ZONE = SignedZones.example(DenialChoice.NSEC3);
  private static final Zone OPT_OUT = SignedZones.example(DenialChoice.NSEC3_OPT_OUT);

  private static SignedReply ask(Zone zone, String name, int type) {
    Authority server = new Authority(ZoneSet.of(List.of(zone)), "test");
    SignedReply reply = SignedReply.ask(server, name, type);
    AnswerVerifier.of(zone, SignedZones.NOW).verify(reply, DnsNames.of(name), type);
    return reply;
  }

  /** The owner name of what matches a name. */
  private static String hashOf(String name) {
    return DnsNames.display(Nsec3Parameters.RECOMMENDED.owner(DnsNames.of(name), ORIGIN));
  }

  private static List<Name> nsec3Owners(SignedReply reply) {
    return reply.records(Section.AUTHORITY).stream()
        .filter(NSEC3Record.class::isInstance)
        .map(rr -> rr.getName())
        .toList();
  }

  /** Appendix A: salt aabbccdd, 12 iterations. */
  @ParameterizedTest
  @CsvSource({
    "example,0p9mhaveqvm6t7vbl5lop2u3t2rp3tom",
    "a.example,35mthgpgcu1qg68fab165klnsnk3dpvl",
    "ai.example,gjeqe526plbf1g8mklp59enfd789njgi",
    "ns1.example,2t7b4g4vsa5smi47k61mv5bv1a22bojr",
    "ns2.example,q04jkcevqvmu85r014c7dkba38o0ji5r",
    "w.example,k8udemvp1j2f7eg6jebps17vp3n8i58h",
    "*.w.example,r53bq7cc2uvmubfu5ocmm6pers9tk9en",
    "x.w.example,b4um86eghhds6nea196smvmlo4ors995",
    "y.w.example,ji6neoaepv8b5o6k4ev33abha8ht9fgc",
    "x.y.w.example,2vptu5timamqttgl4luu9kg21e0aor3s",
    "xx.example,t644ebqk9bibcna874givr6joj62mlhv"
  })
  void hashesNamesAsTheAppendixDoes(String name, String hash) {
    Nsec3Parameters parameters = new Nsec3Parameters(12, HexFormat.of().parseHex("aabbccdd"));

    assertThat(parameters.owner(DnsNames.of(name.toUpperCase(Locale.ROOT)), ORIGIN))
        .isEqualTo(DnsNames.of(hash + ".example"));
  }

  /** RFC 9276 §3.1: no iterations, no salt; RFC 5155 §4.1.2: flags of NSEC3PARAM are 0. */
  @Test
  void makesChainsAsIsRecommended() {
    for (Zone zone : List.of(ZONE, OPT_OUT)) {
      NSEC3PARAMRecord parameters =
          (NSEC3PARAMRecord)
              zone.node(ORIGIN)
                  .orElseThrow()
                  .rrset(Type.NSEC3PARAM)
                  .orElseThrow()
                  .records()
                  .getFirst();

      assertThat(parameters.rdataToString()).isEqualTo("1 0 0 -");
    }
  }

  /** §7.1: every name has one, empty non-terminals too; with opt-out, not insecure delegations. */
  @Test
  void givesEveryNameAnRRset() {
    assertThat(ZONE.node(DnsNames.of(hashOf("y.w.example")))).isPresent();
    assertThat(ZONE.node(DnsNames.of(hashOf("b.example")))).isPresent();
    assertThat(ZONE.node(DnsNames.of(hashOf("two.ent.example")))).isPresent();
    assertThat(ZONE.node(DnsNames.of(hashOf("ns1.a.example")))).as("glue").isEmpty();
    assertThat(OPT_OUT.node(DnsNames.of(hashOf("a.example")))).as("secure").isPresent();
    assertThat(OPT_OUT.node(DnsNames.of(hashOf("b.example")))).isEmpty();
    assertThat(OPT_OUT.node(DnsNames.of(hashOf("two.ent.example")))).isEmpty();
  }

  /** §7.2.1, §7.2.2, appendix B.1. */
  @Test
  void deniesANameByTheClosestEncloserProof() {
    SignedReply reply = ask(ZONE, "a.c.x.w.example", Type.A);

    assertThat(reply.rcode()).isEqualTo("NXDOMAIN");
    assertThat(reply.authority()).contains(hashOf("x.w.example") + " NSEC3");
    assertThat(nsec3Owners(reply)).hasSizeBetween(2, 3).doesNotHaveDuplicates();
  }

  /** §7.2.3, appendix B.2; B.2.1: an empty non-terminal. */
  @Test
  void deniesATypeByWhatMatches() {
    assertThat(nsec3Owners(ask(ZONE, "ns1.example", Type.MX)))
        .containsExactly(DnsNames.of(hashOf("ns1.example")));
    assertThat(nsec3Owners(ask(ZONE, "y.w.example", Type.A)))
        .containsExactly(DnsNames.of(hashOf("y.w.example")));
  }

  /** §7.2.4: DS at a zone cut that opt-out left out. */
  @Test
  void deniesADsThatOptOutCovers() {
    SignedReply reply = ask(OPT_OUT, "b.example", Type.DS);

    assertThat(reply.rcode()).isEqualTo("NOERROR");
    assertThat(reply.authority()).contains(hashOf("example") + " NSEC3");
    assertThat(reply.records(Section.AUTHORITY))
        .filteredOn(NSEC3Record.class::isInstance)
        .allMatch(rr -> ((NSEC3Record) rr).getFlags() == 1);
  }

  /** §7.2.5, appendix B.5. */
  @Test
  void deniesATypeOfAWildcard() {
    SignedReply reply = ask(ZONE, "a.z.w.example", Type.AAAA);

    assertThat(reply.rcode()).isEqualTo("NOERROR");
    assertThat(reply.authority())
        .contains(hashOf("w.example") + " NSEC3", hashOf("*.w.example") + " NSEC3");
  }

  /** §7.2.6, appendix B.4: one RRset covers the next closer name. */
  @Test
  void answersFromAWildcardWithTheProofThatItApplies() {
    SignedReply reply = ask(ZONE, "a.z.w.example", Type.MX);

    assertThat(reply.answer()).containsExactly("a.z.w.example MX", "a.z.w.example RRSIG MX");
    assertThat(nsec3Owners(reply)).hasSize(1);
  }

  /** §7.2.7, appendix B.3: an insecure delegation, in the chain and left out of it. */
  @Test
  void refersToAnUnsignedZoneWithTheProofThatThereIsNoDs() {
    assertThat(nsec3Owners(ask(ZONE, "mc.b.example", Type.MX)))
        .containsExactly(DnsNames.of(hashOf("b.example")));
    assertThat(nsec3Owners(ask(OPT_OUT, "mc.b.example", Type.MX)))
        .contains(DnsNames.of(hashOf("example")))
        .hasSizeBetween(1, 2);
    assertThat(ask(OPT_OUT, "mc.a.example", Type.MX).authority())
        .contains("a.example DS", "a.example RRSIG DS");
  }

  /** §6 with §7.2.3: an empty non-terminal above insecure delegations alone is left out. */
  @Test
  void deniesATypeOfAnEmptyNonTerminalThatOptOutLeftOut() {
    SignedReply reply = ask(OPT_OUT, "two.ent.example", Type.A);

    assertThat(reply.rcode()).isEqualTo("NOERROR");
    assertThat(reply.authority()).contains(hashOf("example") + " NSEC3");
  }

  /** §7.2.8: hashed owner names are no names to ask for, whatever the type. */
  @Test
  void deniesTheHashesThemselves() {
    for (int type : List.of(Type.A, Type.NSEC3, Type.RRSIG)) {
      assertThat(ask(ZONE, hashOf("xx.example"), type).rcode()).isEqualTo("NXDOMAIN");
      assertThat(ask(ZONE, "below." + hashOf("xx.example"), type).rcode()).isEqualTo("NXDOMAIN");
    }
  }

  /** §7.2.3: no name owns NSEC3 as its own. */
  @Test
  void deniesTheTypeNsec3OfAName() {
    assertThat(ask(ZONE, "xx.example", Type.NSEC3).answer()).isEmpty();
  }
}
