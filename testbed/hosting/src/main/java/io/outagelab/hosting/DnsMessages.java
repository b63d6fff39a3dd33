package io.outagelab.hosting;

import io.outagelab.authoritative.NameServer;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.contracts.dns.v1.ExtendedError;
import io.outagelab.contracts.dns.v1.NameserverStats;
import io.outagelab.contracts.dns.v1.ResolveResponse;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.RRset;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Zones, and the answers and counters of servers, as messages. */
final class DnsMessages {
  private DnsMessages() {}

  /** The message of a resolver's answer. */
  static ResolveResponse resolved(byte[] answer) {
    Message message =
        DnsCodec.decode(answer)
            .orElseThrow(() -> new IllegalStateException("the resolver's answer is no message"));
    ResolveResponse.Builder response =
        ResolveResponse.newBuilder().setRcode(Rcode.string(message.getRcode()));
    message.getSection(Section.ANSWER).forEach(rr -> response.addRecords(rr.toString()));
    OPTRecord opt = message.getOPT();
    if (opt != null) {
      opt.getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR).stream()
          .limit(1)
          .forEach(option -> extend(response, option));
    }
    return response.build();
  }

  private static void extend(ResolveResponse.Builder response, EDNSOption option) {
    if (option instanceof ExtendedErrorCodeOption error) {
      response.setExtendedError(
          ExtendedError.newBuilder()
              .setInfoCode(error.getErrorCode())
              .setExtraText(Optional.ofNullable(error.getText()).orElse("")));
    }
  }

  /** The message of a zone. */
  static io.outagelab.contracts.dns.v1.Zone of(Zone zone) {
    return io.outagelab.contracts.dns.v1.Zone.newBuilder()
        .setOrigin(zone.origin().toString())
        .setSerial((int) zone.serial().value())
        .setRecordCount(zone.rrsets().stream().mapToInt(set -> set.records().size()).sum())
        .build();
  }

  /** Every record of a zone as a line of a master file, the SOA first. */
  static Stream<String> lines(Zone zone) {
    RRset soa = zone.soa();
    return Stream.concat(Stream.of(soa), zone.rrsets().stream().filter(set -> !set.equals(soa)))
        .flatMap(set -> set.records().stream())
        .map(Record::toString);
  }

  /** The message of what a name server has done. */
  static NameserverStats of(NameServer server) {
    return NameserverStats.newBuilder()
        .setService(server.service())
        .setSite(server.site())
        .setReceived(server.received())
        .setAnswered(server.answered())
        .setMalformed(server.malformed())
        .setWithheld(server.withheld())
        .build();
  }
}
