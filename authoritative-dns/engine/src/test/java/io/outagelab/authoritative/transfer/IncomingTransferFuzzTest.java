package io.outagelab.authoritative.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.outagelab.authoritative.Authority;
import io.outagelab.authoritative.Client;
import io.outagelab.authoritative.transfer.IncomingTransfer.Progress;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.Question;
import io.outagelab.core.dns.RRset;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.Transport;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Guided by coverage: whatever a primary sends, a secondary neither fails nor takes what is no
 * sound zone.
 */
@Tag("fuzz")
class IncomingTransferFuzzTest {
  private static final int MAX_RECORDS = 100;

  private final RemoteServer server = RemoteServer.of(Endpoint.of("192.0.2.1", 53));
  private final Zone held = Zones.version(1, "old A 192.0.2.100");

  /** Where the search starts: a zone, differences, and that there is nothing newer. */
  static List<byte[]> responses() {
    Record added = Zones.rr("new.example", Type.TXT, "text");
    Record removed = Zones.rr("old.example", Type.A, "192.0.2.100");
    SOARecord one = Zones.soa(1);
    SOARecord two = Zones.soa(2);
    return Stream.of(
            response(Wire.axfr(), two, Zones.rr("example", Type.NS, "ns.else."), added, two),
            response(Wire.ixfr(1), two, one, removed, two, added, two),
            response(Wire.ixfr(1), one))
        .map(Message::toWire)
        .toList();
  }

  private static Message response(Message query, Record... answer) {
    Message response = DnsCodec.response(query, Rcode.NOERROR);
    Stream.of(answer).forEach(rr -> response.addRecord(rr, Section.ANSWER));
    return response;
  }

  @MethodSource("responses")
  @FuzzTest(maxDuration = "20s")
  void reads(byte[] message) {
    read(Wire.axfr(), Optional.empty(), message);
    read(Wire.ixfr(1), Optional.of(held), message);
  }

  private void read(Message query, Optional<Zone> from, byte[] message) {
    Exchange exchange =
        new Exchange(Transport.TCP, Endpoint.of("192.0.2.77", 4000), server, query, Wire.EPOCH);

    Progress progress =
        new IncomingTransfer(exchange, from, MAX_RECORDS).accept(message, Wire.EPOCH);

    if (progress instanceof Progress.Complete(Zone zone, boolean incremental, int records)) {
      assertThat(records).isLessThanOrEqualTo(MAX_RECORDS);
      assertThat(zone.origin()).isEqualTo(Zones.ORIGIN);
      serve(new Authority(ZoneSet.of(List.of(zone)), "copy"), zone);
    }
  }

  private static void serve(Authority authority, Zone zone) {
    for (RRset rrset : zone.rrsets()) {
      byte[] query = DnsCodec.query(1, Question.of(rrset.owner(), rrset.type()), false).toWire();
      assertThat(Client.octets(authority, query, Transport.TCP)).isPresent();
    }
  }
}
