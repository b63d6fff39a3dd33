package io.outagelab.authoritative;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.authoritative.Client.Reply;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.Question;
import io.outagelab.core.net.Transport;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** RFC 1034 §4.3.2, the algorithm, with RFC 1035 §4.1.1, the header. */
class Rfc1034AnswerTest {
  private final Client client = Client.ofTestZones();

  /** §4.3.2 step 3a. */
  @Test
  void answersWithTheWholeRRsetOfTheName() {
    Reply reply = client.ask("www.example", Type.A);

    assertThat(reply.rcode()).isEqualTo("NOERROR");
    assertThat(reply.authoritative()).isTrue();
    assertThat(reply.answer())
        .containsExactly("www.example. 3600 A 192.0.2.80", "www.example. 3600 A 192.0.2.81");
    assertThat(reply.authority()).isEmpty();
  }

  /** RFC 1035 §4.1.1: ID, opcode and RD are copied; RA stays clear at a non-recursive server. */
  @Test
  void copiesIdAndRdAndNeverOffersRecursion() {
    Message query = DnsCodec.query(65_535, Question.of(DnsNames.of("www.example"), Type.A), true);

    Message reply = client.send(query, Transport.UDP).message();

    assertThat(reply.getHeader().getID()).isEqualTo(65_535);
    assertThat(reply.getHeader().getFlag(Flags.QR)).isTrue();
    assertThat(reply.getHeader().getFlag(Flags.RD)).isTrue();
    assertThat(reply.getHeader().getFlag(Flags.RA)).isFalse();
  }

  /** RFC 4343 §4.1: names match without regard to case, and the question's case comes back. */
  @Test
  void matchesWithoutRegardToCaseAndKeepsTheCaseOfTheQuestion() {
    Reply reply = client.ask("wWw.ExAmPlE", Type.A);

    assertThat(reply.message().getQuestion().getName()).hasToString("wWw.ExAmPlE.");
    assertThat(reply.answer()).contains("wWw.ExAmPlE. 3600 A 192.0.2.80");
  }

  /** §4.3.2 step 3a: a CNAME restarts the query at its target. */
  @Test
  void followsAChainOfAliasesInOrder() {
    assertThat(client.ask("chain.example", Type.A).answer())
        .containsExactly(
            "chain.example. 3600 CNAME alias.example.",
            "alias.example. 3600 CNAME www.example.",
            "www.example. 3600 A 192.0.2.80",
            "www.example. 3600 A 192.0.2.81");
  }

  /** §3.6.2: a query for CNAME is not restarted. */
  @Test
  void answersWithTheAliasItselfWhenAskedForIt() {
    assertThat(client.ask("chain.example", Type.CNAME).answer())
        .containsExactly("chain.example. 3600 CNAME alias.example.");
  }

  @Test
  void followsAnAliasIntoAnotherServedZone() {
    assertThat(client.ask("into-other.example", Type.A).answer())
        .containsExactly(
            "into-other.example. 3600 CNAME host.other.", "host.other. 300 A 198.51.100.2");
  }

  @Test
  void endsAChainWhereItLeavesTheServedZones() {
    Reply reply = client.ask("out.example", Type.A);

    assertThat(reply.rcode()).isEqualTo("NOERROR");
    assertThat(reply.authoritative()).isTrue();
    assertThat(reply.answer()).containsExactly("out.example. 3600 CNAME somewhere.unserved.");
    assertThat(reply.authority()).isEmpty();
  }

  @Test
  void endsALoopOfAliases() {
    Reply reply = client.ask("loop-a.example", Type.A);

    assertThat(reply.rcode()).isEqualTo("NOERROR");
    assertThat(reply.answer()).hasSize(2);
  }

  /** §4.3.2 step 3b. */
  @Test
  void refersToADelegatedZoneWithInDomainGlueFirstThenSiblingGlue() {
    Reply reply = client.ask("host.sub.example", Type.A);

    assertThat(reply.rcode()).isEqualTo("NOERROR");
    assertThat(reply.authoritative()).isFalse();
    assertThat(reply.answer()).isEmpty();
    assertThat(reply.authority())
        .containsExactly(
            "sub.example. 3600 NS ns.sub.example.", "sub.example. 3600 NS ns.sibling.example.");
    assertThat(reply.additional())
        .containsExactly(
            "ns.sub.example. 3600 A 192.0.2.53",
            "ns.sub.example. 3600 AAAA 2001:db8:0:0:0:0:0:53",
            "ns.sibling.example. 3600 A 192.0.2.54");
  }

  /** RFC 2181 §6.1: the parent is no authority at the zone cut, nor for glue. */
  @Test
  void refersForTheZoneCutItselfAndForItsGlue() {
    assertThat(client.ask("sub.example", Type.NS).answer()).isEmpty();
    assertThat(client.ask("sub.example", Type.NS).authority()).hasSize(2);
    assertThat(client.ask("ns.sub.example", Type.A).answer()).isEmpty();
    assertThat(client.ask("ns.sub.example", Type.A).authoritative()).isFalse();
  }

  /** RFC 4035 §3.1.4.1. */
  @Test
  void answersForDsFromTheParentSideOfTheCut() {
    Reply reply = client.ask("sub.example", Type.DS);

    assertThat(reply.authoritative()).isTrue();
    assertThat(reply.answer()).hasSize(1);
    assertThat(client.ask("sibling.example", Type.DS).authority())
        .singleElement()
        .asString()
        .startsWith("example. 600 SOA");
  }

  /** RFC 1035 §4.1.1: AA speaks of the first owner name in the answer section. */
  @Test
  void isAnAuthorityForAnAliasThatEndsInAReferral() {
    Reply reply = client.ask("into-sub.example", Type.A);

    assertThat(reply.authoritative()).isTrue();
    assertThat(reply.answer()).containsExactly("into-sub.example. 3600 CNAME host.sub.example.");
    assertThat(reply.authority()).hasSize(2);
  }

  /** §4.3.2 step 6. */
  @Test
  void addsTheAddressesOfNamedHosts() {
    assertThat(client.ask("example", Type.MX).additional())
        .containsExactly("mail.example. 3600 A 192.0.2.25");
    assertThat(client.ask("example", Type.NS).additional())
        .containsExactly(
            "ns1.example. 3600 A 192.0.2.1", "ns1.example. 3600 AAAA 2001:db8:0:0:0:0:0:1");
    assertThat(client.ask("_dns._udp.example", Type.SRV).additional()).hasSize(2);
  }

  /** RFC 9609 §4.2: the root's answer to a priming query carries the addresses it holds as glue. */
  @Test
  void answersAPrimingQueryWithGlue() {
    String root =
        """
        . 86400 SOA a.root-servers.net. nstld.verisign-grs.com. 1 1800 900 604800 86400
        . 518400 NS a.root-servers.net.
        net. 172800 NS a.gtld-servers.net.
        a.gtld-servers.net. 172800 A 192.5.6.30
        a.root-servers.net. 518400 A 198.41.0.4
        """;
    Client rootServer =
        new Client(new Authority(ZoneSet.of(List.of(TestZones.zone(".", root))), "root"));

    Reply reply = rootServer.ask(".", Type.NS);

    assertThat(reply.authoritative()).isTrue();
    assertThat(reply.answer()).containsExactly(". 518400 NS a.root-servers.net.");
    assertThat(reply.additional()).containsExactly("a.root-servers.net. 518400 A 198.41.0.4");
  }

  /** RFC 6672 §3.2. */
  @Test
  void redirectsASubtreeByItsDname() {
    assertThat(client.ask("host.moved.example", Type.A).answer())
        .containsExactly(
            "moved.example. 3600 DNAME other.",
            "host.moved.example. 3600 CNAME host.other.",
            "host.other. 300 A 198.51.100.2");
    assertThat(client.ask("moved.example", Type.A).answer()).isEmpty();
  }

  /** RFC 6672 §2.2: a name that would become too long is YXDOMAIN. */
  @Test
  void saysYxdomainWhenTheRedirectedNameIsTooLong() {
    String label = "x".repeat(60);
    String zone =
        """
        @ 60 SOA ns.d. h.d. 1 1 1 1 1
        @ 60 NS ns.elsewhere.
        s 60 DNAME %s.%s.%s.
        """
            .formatted(label, label, label);
    Client server = new Client(new Authority(ZoneSet.of(List.of(TestZones.zone("d", zone))), "d"));

    Reply reply = server.ask(label + "." + label + ".s.d", Type.A);

    assertThat(reply.rcode()).isEqualTo("YXDOMAIN");
    assertThat(reply.answer()).hasSize(1);
  }

  @Test
  void refusesWhatIsInNoServedZone() {
    Reply reply = client.ask("www.unserved", Type.A);

    assertThat(reply.rcode()).isEqualTo("REFUSED");
    assertThat(reply.authoritative()).isFalse();
    assertThat(reply.answer()).isEmpty();
  }

  @Test
  void refusesOtherClassesAndZoneTransfers() {
    Message hesiod =
        DnsCodec.query(1, new Question(DnsNames.of("www.example"), Type.A, DClass.HS), false);

    assertThat(client.send(hesiod, Transport.UDP).rcode()).isEqualTo("REFUSED");
    assertThat(client.send(Client.query("example", Type.AXFR), Transport.TCP).rcode())
        .isEqualTo("REFUSED");
    assertThat(client.ask("example", Type.MAILB).rcode()).isEqualTo("NOTIMP");
  }

  /** RFC 1035 §4.1.1: an opcode that the server does not know is NOTIMP. */
  @Test
  void doesNotImplementOtherOpcodes() {
    Message update = Client.query("example", Type.SOA);
    update.getHeader().setOpcode(Opcode.UPDATE);

    Reply reply = client.send(update, Transport.UDP);

    assertThat(reply.rcode()).isEqualTo("NOTIMP");
    assertThat(reply.message().getHeader().getOpcode()).isEqualTo(Opcode.UPDATE);
  }

  /** RFC 9619 §4. */
  @Test
  void callsAQueryWithoutExactlyOneQuestionMalformed() {
    Message two = Client.query("www.example", Type.A);
    two.addRecord(
        Record.newRecord(DnsNames.of("mail.example"), Type.A, DClass.IN), Section.QUESTION);
    Message none = new Message(1);

    Reply reply = client.send(two, Transport.UDP);

    assertThat(reply.rcode()).isEqualTo("FORMERR");
    assertThat(reply.message().getSection(Section.QUESTION)).isEmpty();
    assertThat(client.send(none, Transport.UDP).rcode()).isEqualTo("FORMERR");
  }

  /** RFC 4892 §2, §3: who answers and by which software; the old names do as well. */
  @Test
  void tellsItsIdentityAndSoftwareToChaosQueries() {
    assertThat(chaos("id.server").answer()).containsExactly("id.server. 0 TXT test-1");
    assertThat(chaos("hostname.bind").answer()).containsExactly("hostname.bind. 0 TXT test-1");
    assertThat(chaos("version.server").answer())
        .containsExactly("version.server. 0 TXT \"Outage Lab\"");
    assertThat(chaos("Version.BIND").answer())
        .containsExactly("Version.BIND. 0 TXT \"Outage Lab\"");
    assertThat(chaos("authors.bind").rcode()).isEqualTo("REFUSED");
  }

  private Reply chaos(String name) {
    Question question = new Question(DnsNames.of(name), Type.TXT, DClass.CH);
    return client.send(DnsCodec.query(1, question, false), Transport.UDP);
  }
}
