package io.outagelab.authoritative;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.authoritative.Client.Reply;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.net.Transport;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Size limits: RFC 1035 §4.2.1, RFC 2181 §9, RFC 6891 §6.2.3, RFC 9471 §3.1. */
class TruncationTest {
  private static final int HOSTS = 60;
  private static final int SERVERS = 12;

  private final Client client =
      new Client(new Authority(ZoneSet.of(List.of(TestZones.zone("big", zone()))), "test"));

  private static String zone() {
    StringBuilder text = new StringBuilder();
    text.append("$TTL 60\n@ SOA ns.elsewhere. h.big. 1 1 1 1 1\n@ NS ns.elsewhere.\n");
    for (int i = 1; i <= HOSTS; i++) {
      text.append("many A 192.0.2.").append(i).append('\n');
    }
    for (int i = 1; i <= SERVERS; i++) {
      text.append("sub NS server-number-").append(i).append(".sub\n");
      text.append("server-number-").append(i).append(".sub A 192.0.2.").append(i).append('\n');
      text.append("server-number-").append(i).append(".sub AAAA 2001:db8::").append(i).append("\n");
    }
    text.append("alias CNAME many\n");
    return text.toString();
  }

  private static Message withBuffer(String name, int size) {
    Message query = Client.query(name, Type.A);
    query.addRecord(new OPTRecord(size, 0, 0), Section.ADDITIONAL);
    return query;
  }

  @Test
  void leavesOutAWholeRRsetThatDoesNotFitAndSaysSo() {
    Reply reply = client.ask("many.big", Type.A);

    assertThat(reply.truncated()).isTrue();
    assertThat(reply.answer()).isEmpty();
    assertThat(reply.size()).isLessThanOrEqualTo(DnsCodec.MAX_UDP);
  }

  @Test
  void keepsTheRRsetsThatDoFit() {
    Reply reply = client.ask("alias.big", Type.A);

    assertThat(reply.truncated()).isTrue();
    assertThat(reply.answer()).containsExactly("alias.big. 60 CNAME many.big.");
  }

  @Test
  void answersInFullOverTcp() {
    Reply reply = client.send(Client.query("many.big", Type.A), Transport.TCP);

    assertThat(reply.truncated()).isFalse();
    assertThat(reply.answer()).hasSize(HOSTS);
  }

  @Test
  void usesTheBufferThatEdnsOffers() {
    Reply reply = client.send(withBuffer("many.big", 1232), Transport.UDP);

    assertThat(reply.truncated()).isFalse();
    assertThat(reply.answer()).hasSize(HOSTS);
    assertThat(reply.message().getOPT()).isNotNull();
  }

  /** RFC 6891 §6.2.3: a size below 512 counts as 512; above ours, ours counts. */
  @Test
  void clampsTheBufferToWhatFitsOnePacket() {
    Message huge = withBuffer("sub.big", 65_000);
    Message tiny = withBuffer("alias.big", 0);

    assertThat(client.send(huge, Transport.UDP).size()).isLessThanOrEqualTo(DnsCodec.EDNS_BUFFER);
    assertThat(client.send(tiny, Transport.UDP).answer()).hasSize(1);
    assertThat(client.send(tiny, Transport.UDP).size()).isLessThanOrEqualTo(DnsCodec.MAX_UDP);
  }

  /** RFC 9471 §3.1: a referral without all of its in-domain glue is truncated. */
  @Test
  void truncatesAReferralWhoseInDomainGlueDoesNotFit() {
    Reply small = client.ask("www.sub.big", Type.A);
    Reply large = client.send(withBuffer("www.sub.big", 1232), Transport.UDP);

    assertThat(small.truncated()).isTrue();
    assertThat(small.authority()).hasSize(SERVERS);
    assertThat(small.additional()).hasSizeLessThan(2 * SERVERS);
    assertThat(large.truncated()).isFalse();
    assertThat(large.additional()).hasSize(2 * SERVERS);
  }
}
