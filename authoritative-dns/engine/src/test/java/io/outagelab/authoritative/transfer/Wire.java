package io.outagelab.authoritative.transfer;

import io.outagelab.authoritative.tsig.TsigKeys;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.Tick;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.Question;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import io.outagelab.core.net.Transport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Asks a server's transfers over a wire that loses nothing, and reads what comes back. */
final class Wire {
  static final Instant EPOCH = Instant.ofEpochSecond(1_700_000_000);
  static final IpAddress CLIENT = IpAddress.of("192.0.2.77");
  static final TransferPolicy ALL =
      new TransferPolicy(List.of(TransferPolicy.Grant.of(Prefix.of("192.0.2.0/24"))));
  private static final int HISTORY = 1_000;

  private final Transfers transfers;
  private ZoneSet zones;

  Wire(TransferPolicy policy, Zone... versions) {
    transfers = new Transfers(policy, TsigKeys.NONE, EPOCH, HISTORY);
    zones = ZoneSet.of(List.of(versions[0]));
    for (Zone next : List.of(versions).subList(1, versions.length)) {
      serve(zones.with(next));
    }
  }

  void serve(ZoneSet next) {
    transfers.zonesChanged(zones, next);
    zones = next;
  }

  /** An AXFR query. */
  static Message axfr() {
    return DnsCodec.query(4711, Question.of(Zones.ORIGIN, Type.AXFR), false);
  }

  /** An IXFR query of a client that has this version. */
  static Message ixfr(long serial) {
    Message query = DnsCodec.query(4711, Question.of(Zones.ORIGIN, Type.IXFR), false);
    query.addRecord(Zones.soa(serial), Section.AUTHORITY);
    return query;
  }

  List<byte[]> octets(Message query, Transport transport) {
    return octets(query.toWire(), transport, CLIENT);
  }

  List<byte[]> octets(byte[] query, Transport transport, IpAddress client) {
    List<byte[]> messages = new ArrayList<>();
    transfers
        .respond(Tick.ZERO, transport, client, query, zones, other -> Optional.empty())
        .forEachRemaining(messages::add);
    return messages;
  }

  List<Message> tcp(Message query) {
    return octets(query, Transport.TCP).stream()
        .map(octets -> DnsCodec.decode(octets).orElseThrow())
        .toList();
  }

  Message udp(Message query) {
    List<byte[]> messages = octets(query, Transport.UDP);
    if (messages.size() != 1) {
      throw new AssertionError("a query over UDP gets one response, not " + messages.size());
    }
    return DnsCodec.decode(messages.getFirst()).orElseThrow();
  }

  /** The records of the answer sections, in order. */
  static List<Record> records(List<Message> messages) {
    return messages.stream().flatMap(m -> m.getSection(Section.ANSWER).stream()).toList();
  }

  /** The serial of an SOA record, or the type and owner of any other. */
  static List<String> outline(List<Message> messages) {
    return records(messages).stream()
        .map(
            rr ->
                rr instanceof org.xbill.DNS.SOARecord soa
                    ? "SOA " + soa.getSerial()
                    : rr.getName().toString(true) + " " + Type.string(rr.getType()))
        .toList();
  }
}
