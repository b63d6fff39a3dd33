package io.outagelab.authoritative.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneFile;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.Question;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Transport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The full zone transfer as a server gives it: RFC 5936. */
class Rfc5936AxfrTest {
  private final Wire wire = new Wire(Wire.ALL, Zones.version(7));

  private static Zone large() {
    List<Record> records = new ArrayList<>(List.of(Zones.soa(1)));
    records.add(Zones.rr("example", Type.NS, "ns.elsewhere."));
    for (int i = 0; i < 5_000; i++) {
      records.add(Zones.rr("host-number-" + i + ".example", Type.A, "192.0.2.1"));
    }
    return Zones.of(records);
  }

  /** §2.2: the SOA record is the first and the last, and stands nowhere else. */
  @Test
  void beginsAndEndsWithTheSoaRecord() {
    List<Record> records = Wire.records(wire.tcp(Wire.axfr()));

    assertThat(records.getFirst().getType()).isEqualTo(Type.SOA);
    assertThat(records.getLast()).isEqualTo(records.getFirst());
    assertThat(records.subList(1, records.size() - 1)).noneMatch(rr -> rr.getType() == Type.SOA);
    assertThat(Zones.records(Zones.of(records))).isEqualTo(Zones.records(Zones.version(7)));
  }

  /** §2.2.1: AA is set, TC is not; the id and the question come back (§2.2.2). */
  @Test
  void repeatsIdAndQuestionWithTheAaBit() {
    Message first = wire.tcp(Wire.axfr()).getFirst();

    assertThat(first.getHeader().getID()).isEqualTo(4711);
    assertThat(first.getHeader().getFlag(Flags.QR)).isTrue();
    assertThat(first.getHeader().getFlag(Flags.AA)).isTrue();
    assertThat(first.getHeader().getFlag(Flags.TC)).isFalse();
    assertThat(first.getQuestion()).isEqualTo(Wire.axfr().getQuestion());
    assertThat(first.getSection(Section.AUTHORITY)).isEmpty();
    assertThat(first.getSection(Section.ADDITIONAL)).isEmpty();
  }

  /** §2.2: many records to a message; each message with the query's id, the first with question. */
  @Test
  void spreadsALargeZoneOverFullMessages() {
    Wire busy = new Wire(Wire.ALL, large());

    List<byte[]> octets = busy.octets(Wire.axfr(), Transport.TCP);
    List<Message> messages = busy.tcp(Wire.axfr());

    assertThat(octets.size()).isBetween(5, 20);
    assertThat(octets.subList(0, octets.size() - 1))
        .allSatisfy(
            full -> assertThat(full.length).isBetween(OutgoingTransfer.MESSAGE - 300, 16_384));
    assertThat(messages).allMatch(message -> message.getHeader().getID() == 4711);
    assertThat(messages.subList(1, messages.size()))
        .allMatch(message -> message.getQuestion() == null)
        .allMatch(message -> message.getHeader().getFlag(Flags.AA));
    assertThat(Wire.records(messages)).hasSize(5_003);
  }

  /** §2.2: a record longer than the usual message has one of its own. */
  @Test
  void carriesARecordThatFillsAMessageAlone() {
    String huge = ("\"" + "x".repeat(255) + "\" ").repeat(200);
    Zone zone = Zones.of(List.of(Zones.soa(1), Zones.rr("t.example", Type.TXT, huge)));

    List<Message> messages = new Wire(Wire.ALL, zone).tcp(Wire.axfr());

    assertThat(Wire.outline(messages)).containsExactly("SOA 1", "t.example TXT", "SOA 1");
    assertThat(messages).hasSize(3);
  }

  /** §2.2.1: a transfer that cannot go on ends with an error. */
  @Test
  void endsWithServfailAtARecordThatNoMessageHolds() {
    String tooHuge = ("\"" + "x".repeat(255) + "\" ").repeat(255) + "\"" + "x".repeat(253) + "\"";
    Zone zone = Zones.of(List.of(Zones.soa(1), Zones.rr("t.example", Type.TXT, tooHuge)));

    List<Message> messages = new Wire(Wire.ALL, zone).tcp(Wire.axfr());

    assertThat(messages).hasSize(2);
    assertThat(messages.getLast().getRcode()).isEqualTo(Rcode.SERVFAIL);
  }

  /** §2.2.5: OPT in the first message if the query has one. */
  @Test
  void answersEdnsWithEdns() {
    Message query = DnsCodec.withEdns(Wire.axfr());

    List<Message> messages = new Wire(Wire.ALL, large()).tcp(query);

    assertThat(messages.getFirst().getOPT()).isNotNull();
    assertThat(messages.subList(1, messages.size())).allMatch(message -> message.getOPT() == null);
  }

  /** §3.2, §3.3: the delegation is the parent's own, with its glue, whatever else is served. */
  @Test
  void includesDelegationsAndGlueOfTheZoneItself() {
    Zone child =
        ZoneFile.parse(
            "sub",
            "@ 60 SOA a b 1 1 1 1 1\n@ 60 NS other.elsewhere.\n",
            DnsNames.of("sub.example"));
    wire.serve(ZoneSet.of(List.of(Zones.version(7), child)));

    List<String> records =
        Wire.records(wire.tcp(Wire.axfr())).stream().map(Record::toString).toList();

    assertThat(records)
        .anyMatch(rr -> rr.matches("sub\\.example\\..*NS\\s+ns\\.sub\\.example\\."))
        .anyMatch(rr -> rr.matches("ns\\.sub\\.example\\..*A\\s+192\\.0\\.2\\.53"))
        .noneMatch(rr -> rr.contains("other.elsewhere"));
  }

  /** §3.5: names that a delegation or a DNAME hides are part of the zone. */
  @Test
  void includesOccludedNames() {
    Zone zone =
        Zones.of(
            List.of(
                Zones.soa(1),
                Zones.rr("sub.example", Type.NS, "ns.elsewhere."),
                Zones.rr("hidden.sub.example", Type.TXT, "\"occluded\""),
                Zones.rr("moved.example", Type.DNAME, "elsewhere."),
                Zones.rr("under.moved.example", Type.A, "192.0.2.9")));

    assertThat(Wire.outline(new Wire(Wire.ALL, zone).tcp(Wire.axfr())))
        .contains("hidden.sub.example TXT", "under.moved.example A");
  }

  /** §3.4: compression keeps upper and lower case. */
  @Test
  void keepsTheCaseOfEveryName() {
    Zone zone =
        Zones.of(
            List.of(
                Zones.soa(1),
                Zones.rr("Host.Example", Type.A, "192.0.2.1"),
                Zones.rr("other.example", Type.CNAME, "hOST.eXAMPLE."),
                Zones.rr("third.example", Type.CNAME, "Host.Example.")));

    List<String> records =
        Wire.records(new Wire(Wire.ALL, zone).tcp(Wire.axfr())).stream()
            .map(Record::toString)
            .toList();

    assertThat(records)
        .anyMatch(rr -> rr.startsWith("Host.Example."))
        .anyMatch(rr -> rr.endsWith("hOST.eXAMPLE."))
        .anyMatch(rr -> rr.endsWith("Host.Example."));
  }

  /** §4.2: there is no AXFR over UDP. */
  @Test
  void takesAxfrOverUdpForAFormatError() {
    assertThat(wire.udp(Wire.axfr()).getRcode()).isEqualTo(Rcode.FORMERR);
  }

  /** §2.1: one question, and nothing in the other sections. */
  @Test
  void takesAQueryWithRecordsForAFormatError() {
    Message withAnswer = Wire.axfr();
    withAnswer.addRecord(Zones.soa(1), Section.ANSWER);
    Message withAuthority = Wire.axfr();
    withAuthority.addRecord(Zones.soa(1), Section.AUTHORITY);
    Message twice = Wire.axfr();
    twice.addRecord(Wire.axfr().getQuestion(), Section.QUESTION);

    for (Message query : List.of(withAnswer, withAuthority, twice)) {
      assertThat(wire.tcp(query))
          .singleElement()
          .satisfies(response -> assertThat(response.getRcode()).isEqualTo(Rcode.FORMERR));
    }
  }

  /** §2.2.1: NOTAUTH for a zone that is not served, also for a name within one that is. */
  @Test
  void answersNotauthForWhatIsNoZone() {
    for (String name : List.of("www.example", "elsewhere")) {
      Message query = DnsCodec.query(1, Question.of(DnsNames.of(name), Type.AXFR), false);
      assertThat(wire.tcp(query))
          .singleElement()
          .satisfies(response -> assertThat(response.getRcode()).isEqualTo(Rcode.NOTAUTH));
    }
  }

  /** §5: whoever the policy does not allow is refused. */
  @Test
  void refusesStrangers() {
    List<byte[]> stranger =
        wire.octets(Wire.axfr().toWire(), Transport.TCP, IpAddress.of("203.0.113.1"));
    List<Message> nobody = new Wire(TransferPolicy.NOBODY, Zones.version(1)).tcp(Wire.axfr());

    assertThat(DnsCodec.decode(stranger.getFirst()).orElseThrow().getRcode())
        .isEqualTo(Rcode.REFUSED);
    assertThat(nobody.getFirst().getRcode()).isEqualTo(Rcode.REFUSED);
    assertThat(Wire.records(nobody)).isEmpty();
  }
}
