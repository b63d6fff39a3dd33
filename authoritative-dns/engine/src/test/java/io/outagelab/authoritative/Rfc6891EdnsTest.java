package io.outagelab.authoritative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xbill.DNS.ExtendedFlags.DO;

import io.outagelab.authoritative.Client.Reply;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.net.Transport;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSIDOption;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** RFC 6891, EDNS, with RFC 5001, NSID. */
class Rfc6891EdnsTest {
  private final Client client = Client.ofTestZones();

  private static Message with(OPTRecord... opts) {
    Message query = Client.query("www.example", Type.A);
    for (OPTRecord opt : opts) {
      query.addRecord(opt, Section.ADDITIONAL);
    }
    return query;
  }

  /** §6.1.1: no OPT record for those who sent none. */
  @Test
  void sendsNoOptRecordToAClientWithoutEdns() {
    assertThat(client.ask("www.example", Type.A).message().getOPT()).isNull();
  }

  /** §6.1.1, §6.2.5: the server's own buffer size, and the DO bit as it came (RFC 3225 §3). */
  @Test
  void returnsAnOptRecordWithItsOwnBufferSizeAndTheDoBit() {
    Reply reply = client.send(with(new OPTRecord(4096, 0, 0, DO)), Transport.UDP);

    OPTRecord opt = reply.message().getOPT();
    assertThat(opt.getPayloadSize()).isEqualTo(DnsCodec.EDNS_BUFFER);
    assertThat(opt.getVersion()).isZero();
    assertThat(opt.getFlags()).isEqualTo(DO);
    assertThat(opt.getOptions()).isEmpty();
    assertThat(reply.answer()).hasSize(2);
  }

  /** §6.1.3. */
  @Test
  void rejectsAVersionItDoesNotKnow() {
    Reply reply = client.send(with(new OPTRecord(1232, 0, 1)), Transport.UDP);

    assertThat(reply.rcode()).isEqualTo("BADVERS");
    assertThat(reply.message().getOPT().getVersion()).isZero();
    assertThat(reply.answer()).isEmpty();
  }

  /**
   * §6.1.3: in a query the extended RCODE says nothing, the version and the DO bit beside it do.
   */
  @Test
  void readsVersionAndDoBitBesideAnyExtendedRcode() {
    Reply version = client.send(with(new OPTRecord(1232, 0xc3, 1)), Transport.UDP);
    Reply dnssecOk = client.send(with(new OPTRecord(1232, 0xc3, 0, DO)), Transport.UDP);

    assertThat(version.rcode()).isEqualTo("BADVERS");
    assertThat(dnssecOk.rcode()).isEqualTo("NOERROR");
    assertThat(dnssecOk.message().getOPT().getFlags()).isEqualTo(DO);
  }

  /** §6.1.1: more than one OPT record is malformed. */
  @Test
  void callsTwoOptRecordsMalformed() {
    Reply reply =
        client.send(with(new OPTRecord(1232, 0, 0), new OPTRecord(512, 0, 0)), Transport.UDP);

    assertThat(reply.rcode()).isEqualTo("FORMERR");
  }

  /** §6.1.2: unknown options are ignored. */
  @Test
  void ignoresOptionsItDoesNotKnow() {
    EDNSOption unknown = new GenericEDNSOption(65_001, new byte[] {1, 2, 3});

    Reply reply = client.send(with(new OPTRecord(1232, 0, 0, 0, List.of(unknown))), Transport.UDP);

    assertThat(reply.rcode()).isEqualTo("NOERROR");
    assertThat(reply.message().getOPT().getOptions()).isEmpty();
  }

  /** RFC 5001 §2.2. */
  @Test
  void tellsWhichServerItIsToThoseWhoAsk() {
    OPTRecord asking = new OPTRecord(1232, 0, 0, 0, List.of(new NSIDOption(new byte[0])));

    OPTRecord opt = client.send(with(asking), Transport.UDP).message().getOPT();

    assertThat(opt.getOptions())
        .containsExactly(new NSIDOption("test-1".getBytes(StandardCharsets.UTF_8)));
  }
}
