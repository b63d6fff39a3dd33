package io.outagelab.authoritative.dnssec;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.authoritative.Authority;
import io.outagelab.authoritative.dnssec.SigningPolicy.DenialChoice;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.Question;
import io.outagelab.core.net.Transport;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** RFC 4035 §3.1: what an authoritative name server sends of a signed zone, and appendix B. */
class Rfc4035ServingTest {
  private static final Zone UNSIGNED = SignedZones.unsigned("example", SignedZones.EXAMPLE);
  private static final Zone ZONE = SignedZones.example(DenialChoice.NSEC);
  private static final Authority SERVER = new Authority(ZoneSet.of(List.of(ZONE)), "test");

  private static SignedReply ask(String name, int type) {
    SignedReply reply = SignedReply.ask(SERVER, name, type);
    AnswerVerifier.of(ZONE, SignedZones.NOW).verify(reply, DnsNames.of(name), type);
    return reply;
  }

  /** §3.1.1, appendix B.1. */
  @Test
  void sendsSignaturesWithAnAnswerAndItsAddresses() {
    SignedReply reply = ask("x.w.example", Type.MX);

    assertThat(reply.answer()).containsExactly("x.w.example MX", "x.w.example RRSIG MX");
    assertThat(reply.authority()).isEmpty();
    assertThat(reply.additional())
        .containsExactly(
            "xx.example A", "xx.example RRSIG A", "xx.example AAAA", "xx.example RRSIG AAAA");
    assertThat(reply.authoritative()).isTrue();
  }

  /** §3.1.3.2, appendix B.2: the name is covered, and so is the wildcard. */
  @Test
  void deniesANameAndItsWildcard() {
    SignedReply reply = ask("ml.example", Type.A);

    assertThat(reply.rcode()).isEqualTo("NXDOMAIN");
    assertThat(reply.authority())
        .containsExactly(
            "example SOA",
            "example RRSIG SOA",
            "into-wild.example NSEC",
            "into-wild.example RRSIG NSEC",
            "example NSEC",
            "example RRSIG NSEC");
  }

  /** §3.1.3.2: where one NSEC RRset proves both, it is sent once. */
  @Test
  void sendsAnNsecThatProvesTwoThingsOnce() {
    SignedReply reply = ask("a.z.w.nothing.example", Type.A);

    assertThat(reply.authority().stream().distinct()).hasSameSizeAs(reply.authority());
  }

  /** §3.1.3.1, appendix B.3. */
  @Test
  void deniesATypeByTheNsecOfTheName() {
    SignedReply reply = ask("ns1.example", Type.MX);

    assertThat(reply.rcode()).isEqualTo("NOERROR");
    assertThat(reply.authority())
        .containsExactly(
            "example SOA", "example RRSIG SOA", "ns1.example NSEC", "ns1.example RRSIG NSEC");
  }

  /** §3.1.3.1: an empty non-terminal owns no NSEC; the one before it proves that it is empty. */
  @Test
  void deniesEveryTypeOfAnEmptyNonTerminal() {
    SignedReply reply = ask("y.w.example", Type.A);

    assertThat(reply.rcode()).isEqualTo("NOERROR");
    assertThat(reply.authority())
        .containsExactly(
            "example SOA", "example RRSIG SOA", "x.w.example NSEC", "x.w.example RRSIG NSEC");
  }

  /** §3.1.4, appendix B.4: DS with its signature; glue and the NS RRset have none. */
  @Test
  void refersToASignedZoneWithItsDs() {
    SignedReply reply = ask("mc.a.example", Type.MX);

    assertThat(reply.authoritative()).isFalse();
    assertThat(reply.answer()).isEmpty();
    assertThat(reply.authority())
        .containsExactly("a.example NS", "a.example NS", "a.example DS", "a.example RRSIG DS");
    assertThat(reply.additional()).containsExactly("ns1.a.example A", "ns2.a.example A");
  }

  /** §3.1.4.1, appendix B.5; the additional address of the parent's own host is signed. */
  @Test
  void refersToAnUnsignedZoneWithTheProofThatThereIsNoDs() {
    SignedReply reply = ask("mc.b.example", Type.MX);

    assertThat(reply.authority())
        .containsExactly("b.example NS", "b.example NS", "b.example NSEC", "b.example RRSIG NSEC");
    assertThat(reply.additional())
        .containsExactly("ns1.b.example A", "ns1.example A", "ns1.example RRSIG A");
  }

  /** §3.1.3.3, appendix B.6: the wildcard's signature, and that no closer name exists. */
  @Test
  void answersFromAWildcardWithTheProofThatItApplies() {
    SignedReply reply = ask("a.z.w.example", Type.MX);

    assertThat(reply.answer()).containsExactly("a.z.w.example MX", "a.z.w.example RRSIG MX");
    assertThat(((RRSIGRecord) reply.records(Section.ANSWER).get(1)).getLabels()).isEqualTo(2);
    assertThat(reply.authority()).containsExactly("x.y.w.example NSEC", "x.y.w.example RRSIG NSEC");
  }

  /** §3.1.3.3: an alias at a wildcard is proved like any other RRset. */
  @Test
  void followsAnAliasAtAWildcard() {
    SignedReply reply = ask("q.cw.example", Type.A);

    assertThat(reply.answer())
        .containsExactly(
            "q.cw.example CNAME", "q.cw.example RRSIG CNAME", "ai.example A", "ai.example RRSIG A");
    assertThat(reply.authority()).containsExactly("*.cw.example NSEC", "*.cw.example RRSIG NSEC");
  }

  /** §3.1.3.4, appendix B.7. */
  @Test
  void deniesATypeOfAWildcard() {
    SignedReply reply = ask("a.z.w.example", Type.AAAA);

    assertThat(reply.rcode()).isEqualTo("NOERROR");
    assertThat(reply.authority())
        .containsExactly(
            "example SOA",
            "example RRSIG SOA",
            "x.y.w.example NSEC",
            "x.y.w.example RRSIG NSEC",
            "*.w.example NSEC",
            "*.w.example RRSIG NSEC");
  }

  /** §3.1.4.1, appendix B.8: the child answers for DS if the parent is not served here. */
  @Test
  void deniesADsOfItsOwnApex() {
    SignedReply reply = ask("example", Type.DS);

    assertThat(reply.authoritative()).isTrue();
    assertThat(reply.authority())
        .containsExactly("example SOA", "example RRSIG SOA", "example NSEC", "example RRSIG NSEC");
  }

  /** §3.1.4.1: nor does a zone further above answer, or one that does not delegate it. */
  @Test
  void theChildAnswersForDsBelowAZoneThatIsNotItsParent() {
    Zone child = plain("sub.example", "");
    String server = "ns.elsewhere A 192.0.2.1\n";
    List<Zone> others =
        List.of(
            plain("example", ""),
            plain(".", server),
            plain(".", server + "example NS ns.elsewhere\n"));

    for (Zone other : others) {
      Authority both = new Authority(ZoneSet.of(List.of(other, child)), "test");
      SignedReply reply = SignedReply.ask(both, "sub.example", Type.DS);

      assertThat(reply.rcode()).isEqualTo("NOERROR");
      assertThat(reply.authoritative()).isTrue();
      assertThat(reply.authority()).containsExactly("sub.example SOA");
    }
  }

  private static Zone plain(String origin, String records) {
    String apex = "$TTL 60\n@ SOA ns.elsewhere. h.elsewhere. 1 2 3 4 5\n@ NS ns.elsewhere.\n";
    return SignedZones.unsigned(origin, apex + records);
  }

  /** §3.1.4.1: the parent answers for the DS RRset of a zone cut. */
  @Test
  void answersForTheDsOfItsZoneCuts() {
    assertThat(ask("a.example", Type.DS).answer())
        .containsExactly("a.example DS", "a.example RRSIG DS");
    assertThat(ask("b.example", Type.DS).authority())
        .containsExactly(
            "example SOA", "example RRSIG SOA", "b.example NSEC", "b.example RRSIG NSEC");
  }

  /** §3.1.5: DNSSEC's own types are answered like all others; RRSIG by what it covers. */
  @Test
  void answersForTheTypesOfDnssec() {
    assertThat(ask("example", Type.DNSKEY).answer())
        .containsExactly("example DNSKEY", "example DNSKEY", "example RRSIG DNSKEY");
    assertThat(ask("xx.example", Type.NSEC).answer())
        .containsExactly("xx.example NSEC", "xx.example RRSIG NSEC");
    assertThat(SignedReply.ask(SERVER, "ns1.example", Type.RRSIG).answer())
        .containsExactly("ns1.example RRSIG A", "ns1.example RRSIG NSEC");
    assertThat(SignedReply.ask(SERVER, "a.z.w.example", Type.RRSIG).authority())
        .containsExactly("x.y.w.example NSEC", "x.y.w.example RRSIG NSEC");
  }

  /** §3.1.5 with §3.1: asked for by type, they come without DO as well, and alone. */
  @Test
  void answersForTheTypesOfDnssecToPlainClientsToo() {
    Name apex = DnsNames.of("example");
    assertThat(SignedReply.askPlainly(SERVER, apex, Type.DNSKEY).answer())
        .containsExactly("example DNSKEY", "example DNSKEY");
    assertThat(SignedReply.askPlainly(SERVER, apex, Type.NSEC).answer())
        .containsExactly("example NSEC");
    assertThat(SignedReply.askPlainly(SERVER, DnsNames.of("xx.example"), Type.RRSIG).answer())
        .contains("xx.example RRSIG A", "xx.example RRSIG NSEC");
  }

  /** §2.2: an RRSIG record has the TTL of what it covers, whatever others the name has. */
  @Test
  void givesEachSignatureTheTtlOfWhatItCovers() {
    List<Record> signatures =
        SignedReply.ask(SERVER, "ns1.example", Type.RRSIG).records(Section.ANSWER);

    assertThat(signatures).extracting(Record::getTTL).containsExactly(3600L, 1800L);
  }

  /** RFC 8482 §4.1: one RRset of the name's own, with its signature; not what DNSSEC added. */
  @Test
  void answersAnyWithOneRRsetAndItsSignature() {
    assertThat(SignedReply.ask(SERVER, "xx.example", Type.ANY).answer())
        .containsExactly("xx.example A", "xx.example RRSIG A");
  }

  /** RFC 6672 §5.3.1: the DNAME RRset is signed, the CNAME record made of it is not. */
  @Test
  void signsARedirectionButNotTheAliasMadeOfIt() {
    SignedReply reply = ask("x.dname.example", Type.MX);

    assertThat(reply.answer())
        .containsExactly(
            "dname.example DNAME",
            "dname.example RRSIG DNAME",
            "x.dname.example CNAME",
            "x.w.example MX",
            "x.w.example RRSIG MX");
  }

  /** §3.1.3: what an alias leads to is denied as if it had been asked for. */
  @Test
  void deniesTheEndOfAChain() {
    SignedReply reply = ask("dangling.example", Type.A);

    assertThat(reply.rcode()).isEqualTo("NXDOMAIN");
    assertThat(reply.answer())
        .containsExactly("dangling.example CNAME", "dangling.example RRSIG CNAME");
    assertThat(reply.authority()).contains("example RRSIG SOA", "example NSEC");
  }

  /** RFC 9077 §3: the TTL of NSEC is that of negative answers. So is that of the SOA in them. */
  @Test
  void givesNegativeAnswersOneTtl() {
    List<Record> authority = ask("ml.example", Type.A).records(Section.AUTHORITY);

    assertThat(authority).extracting(Record::getTTL).containsOnly(1800L);
  }

  /** RFC 6840 §5.1: the next name keeps its case; owner names sort without regard to it. */
  @Test
  void keepsTheCaseOfNames() {
    assertThat(ask("mixed.case.example", Type.MX).answer()).hasSize(2);
    Record nsec = ask("b.example", Type.DS).records(Section.AUTHORITY).get(2);

    assertThat(((NSECRecord) nsec).getNext().toString()).isEqualTo("Mixed.CASE.example.");
  }

  /**
   * §3: CD comes back as it was. §3.1.6: AD is ignored and never set, nothing is validated here.
   */
  @Test
  void copiesCdAndNeverSetsAd() {
    Message query = SignedReply.query(DnsNames.of("xx.example"), Type.A, ExtendedFlags.DO);
    query.getHeader().setFlag(Flags.CD);
    query.getHeader().setFlag(Flags.AD);

    SignedReply reply = SignedReply.send(SERVER, query);

    assertThat(reply.flag(Flags.CD)).isTrue();
    assertThat(reply.flag(Flags.AD)).isFalse();
    assertThat(ask("xx.example", Type.A).flag(Flags.CD)).isFalse();
  }

  /** RFC 4034 §3, §4: an alias may own RRSIG and NSEC itself, so for them it is not followed. */
  @Test
  void doesNotFollowAnAliasForWhatItOwnsItself() {
    assertThat(ask("alias.example", Type.NSEC).answer())
        .containsExactly("alias.example NSEC", "alias.example RRSIG NSEC");
    assertThat(SignedReply.ask(SERVER, "alias.example", Type.RRSIG).answer())
        .containsExactly("alias.example RRSIG CNAME", "alias.example RRSIG NSEC");
    Authority plain = new Authority(ZoneSet.of(List.of(UNSIGNED)), "test");
    assertThat(SignedReply.ask(plain, "alias.example", Type.RRSIG).answer()).isEmpty();
    assertThat(SignedReply.ask(plain, "alias.example", Type.NSEC).answer()).isEmpty();
  }

  /**
   * §3.1.1: what is over the limit. Additional records may be left out with nothing said; answers
   * and proofs may not.
   */
  @Test
  void truncatesWhereSignaturesOrProofsDoNotFit() {
    Authority hashing =
        new Authority(ZoneSet.of(List.of(SignedZones.example(DenialChoice.NSEC3))), "test");

    assertThat(byDatagram(SERVER, "xx.example", Type.A).flag(Flags.TC)).isFalse();
    SignedReply answered = byDatagram(SERVER, "x.w.example", Type.MX);
    assertThat(answered.flag(Flags.TC)).isFalse();
    assertThat(answered.answer()).containsExactly("x.w.example MX", "x.w.example RRSIG MX");
    assertThat(byDatagram(hashing, "a.b.example", Type.A).flag(Flags.TC)).isFalse();
    assertThat(byDatagram(hashing, "a.nothing.example", Type.A).flag(Flags.TC)).isTrue();
  }

  private static SignedReply byDatagram(Authority server, String name, int type) {
    Message query = DnsCodec.query(1, Question.of(DnsNames.of(name), type), false);
    query.addRecord(new OPTRecord(512, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
    byte[] wire = server.answer(query.toWire(), Transport.UDP).orElseThrow();
    assertThat(wire.length).isLessThanOrEqualTo(512);
    return new SignedReply(DnsCodec.decode(wire).orElseThrow());
  }

  /** RFC 3225 §3: DO comes back as it was. */
  @Test
  void copiesDo() {
    SignedReply reply = SignedReply.ask(SERVER, "xx.example", Type.A);
    assertThat(reply.message().getOPT().getFlags()).isEqualTo(ExtendedFlags.DO);
  }
}
