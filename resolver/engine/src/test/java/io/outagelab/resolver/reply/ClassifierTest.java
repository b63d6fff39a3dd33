package io.outagelab.resolver.reply;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.Question;
import io.outagelab.core.net.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What replies amount to, and what of them is believed (RFC 1034 §4.3.1, RFC 5452 §6). */
class ClassifierTest {
  private static final Question QUESTION = Question.of(DnsNames.of("www.example.com"), Type.A);
  private static final Name COM = DnsNames.of("com");
  private static final Name EXAMPLE = DnsNames.of("example.com");
  private static final long DAY = 86_400;

  private final Message reply = DnsCodec.response(DnsCodec.query(1, QUESTION, false), 0);

  @Test
  void takesTheRRsetAskedForAsTheAnswer() {
    authoritative();
    add(Section.ANSWER, "www.example.com. 300 A 192.0.2.1");
    add(Section.ANSWER, "www.example.com. 200 A 192.0.2.2");

    assertThat(classify(EXAMPLE))
        .isInstanceOfSatisfying(
            Reply.Answer.class,
            answer -> {
              assertThat(answer.chain()).hasSize(1);
              assertThat(answer.chain().getFirst().records()).hasSize(2);
              assertThat(answer.chain().getFirst().ttl()).isEqualTo(200);
            });
  }

  @Test
  void takesACutBelowTheZoneAsAReferralWithItsGlue() {
    add(Section.AUTHORITY, "example.com. 300 NS ns.example.com.");
    add(Section.ADDITIONAL, "ns.example.com. 300 A 192.0.2.53");

    assertThat(classify(COM))
        .isInstanceOfSatisfying(
            Reply.Referral.class,
            referral -> {
              assertThat(referral.delegation().zone()).isEqualTo(EXAMPLE);
              assertThat(referral.delegation().servers().getFirst().glue())
                  .containsExactly(IpAddress.of("192.0.2.53"));
            });
  }

  @Test
  void takesAReferralUpwardsOrSidewaysAsLame() {
    add(Section.AUTHORITY, "com. 300 NS a.gtld-servers.net.");
    add(Section.AUTHORITY, "example.com. 300 NS ns.example.com.");
    add(Section.AUTHORITY, "other.example.com. 300 NS ns.example.com.");

    assertThat(classify(EXAMPLE)).isEqualTo(new Reply.Lame());
  }

  @Test
  void takesAnAnswerFromSomebodyElsesCacheAsLame() {
    reply.getHeader().setFlag(Flags.RA);
    add(Section.ANSWER, "www.example.com. 300 A 192.0.2.1");

    assertThat(classify(EXAMPLE)).isEqualTo(new Reply.Lame());
  }

  @Test
  void dropsWhatIsOutOfBailiwick() {
    authoritative();
    add(Section.ANSWER, "www.example.com. 300 CNAME www.victim.net.");
    add(Section.ANSWER, "www.victim.net. 300 A 192.0.2.66");
    add(Section.AUTHORITY, "net. 300 NS ns.example.com.");

    assertThat(classify(EXAMPLE))
        .isInstanceOfSatisfying(
            Reply.Alias.class,
            alias -> {
              assertThat(alias.chain()).hasSize(1);
              assertThat(alias.target()).isEqualTo(DnsNames.of("www.victim.net"));
            });
    assertThat(Scrubber.scrub(reply, EXAMPLE, DAY).authority()).isEmpty();
  }

  @Test
  void dropsAddressesThatNoNameServerRecordAskedFor() {
    add(Section.AUTHORITY, "example.com. 300 NS ns.example.com.");
    add(Section.ADDITIONAL, "www.bank.com. 300 A 192.0.2.66");

    assertThat(Scrubber.scrub(reply, COM, DAY).additional()).isEmpty();
  }

  @Test
  void capsTtlsAndTakesOnesWithTheHighestBitAsZero() throws IOException {
    add(Section.ANSWER, "a.example.com. 999999 A 192.0.2.1");
    byte[] wire = record("b.example.com. 1 A 192.0.2.1").toWire(Section.ANSWER);
    wire[DnsNames.of("b.example.com").length() + 4] = (byte) 0x80;
    reply.addRecord(Record.fromWire(wire, Section.ANSWER), Section.ANSWER);

    Sections sections = Scrubber.scrub(reply, EXAMPLE, DAY);

    assertThat(sections.answer()).extracting(set -> set.ttl()).containsExactly(DAY, 0L);
  }

  @Test
  void tellsNoDataFromNxdomain() {
    authoritative();
    add(Section.AUTHORITY, "example.com. 3600 SOA ns. host. 1 2 3 4 900");
    assertThat(classify(EXAMPLE)).isInstanceOf(Reply.NoData.class);

    reply.getHeader().setRcode(Rcode.NXDOMAIN);
    assertThat(classify(EXAMPLE)).isInstanceOf(Reply.NameError.class);
  }

  @Test
  void throwsAnAliasThatHasTwoTargetsOrLeadsToItselfAway() {
    authoritative();
    add(Section.ANSWER, "www.example.com. 300 CNAME www.example.com.");
    assertThat(classify(EXAMPLE)).isEqualTo(new Reply.Throwaway());

    add(Section.ANSWER, "www.example.com. 300 CNAME a.example.com.");
    assertThat(classify(EXAMPLE)).isEqualTo(new Reply.Throwaway());
  }

  @Test
  void reportsErrorsAndTruncation() {
    reply.getHeader().setRcode(Rcode.REFUSED);
    assertThat(classify(EXAMPLE)).isEqualTo(new Reply.ServerFailure(Rcode.REFUSED));

    reply.getHeader().setFlag(Flags.TC);
    assertThat(classify(EXAMPLE)).isEqualTo(new Reply.Truncated());
  }

  private Reply classify(Name zone) {
    return Classifier.classify(reply, QUESTION, zone, DAY);
  }

  private void authoritative() {
    reply.getHeader().setFlag(Flags.AA);
  }

  private void add(int section, String line) {
    reply.addRecord(record(line), section);
  }

  private static Record record(String line) {
    List<String> words = List.of(line.split("\\s+", 4));
    try {
      return Record.fromString(
          DnsNames.of(words.get(0)),
          Type.value(words.get(2)),
          DClass.IN,
          Long.parseLong(words.get(1)),
          words.get(3),
          Name.root);
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }
}
