package io.outagelab.authoritative.transfer;

import io.outagelab.authoritative.tsig.TsigKey;
import io.outagelab.authoritative.zone.Serial;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.Question;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Transport;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A request for a zone: AXFR or IXFR.
 *
 * @param query the request, without its signature
 * @param transport how it came
 * @param client who sent it
 * @param key what it was signed with
 * @param reserved how many octets of each message of the response its signature will need
 */
record ZoneRequest(
    Message query, Transport transport, IpAddress client, Optional<TsigKey> key, int reserved) {
  /** The response: one message, or a stream of them over TCP. */
  Iterator<byte[]> respond(
      ZoneSet zones, TransferPolicy policy, Function<Name, Optional<ZoneHistory>> histories) {
    if (!isWellFormed()) {
      return error(Rcode.FORMERR);
    }
    Question question = Question.of(query);
    Optional<Zone> zone = zones.zone(question.name());
    if (zone.isEmpty() || question.dclass() != DClass.IN) {
      return error(Rcode.NOTAUTH);
    }
    if (!policy.allows(question.name(), client, key)) {
      return error(Rcode.REFUSED);
    }
    return question.type() == Type.AXFR
        ? stream(OutgoingTransfer.whole(zone.get()))
        : incremental(zone.get(), histories.apply(question.name()));
  }

  /**
   * RFC 5936 §2.1: one question and nothing else; with IXFR the client's SOA record in the
   * authority section (RFC 1995 §3). There is no AXFR over UDP (RFC 5936 §4.2).
   */
  private boolean isWellFormed() {
    int authority = query.getSection(Section.AUTHORITY).size();
    boolean full = query.getQuestion().getType() == Type.AXFR;
    return query.getSection(Section.QUESTION).size() == 1
        && query.getSection(Section.ANSWER).isEmpty()
        && (full ? authority == 0 && transport != Transport.UDP : clientSoa().isPresent());
  }

  private Optional<SOARecord> clientSoa() {
    List<Record> authority = query.getSection(Section.AUTHORITY);
    return authority.size() == 1
            && authority.getFirst() instanceof SOARecord soa
            && soa.getName().equals(query.getQuestion().getName())
        ? Optional.of(soa)
        : Optional.empty();
  }

  /** RFC 1995 §4: the changes if they are known and less than the zone, else the zone. */
  private Iterator<byte[]> incremental(Zone zone, Optional<ZoneHistory> history) {
    Serial held = new Serial(clientSoa().map(SOARecord::getSerial).orElse(0L));
    Serial current = zone.serial();
    Record soa = zone.soaRecord();
    if (!current.isNewerThan(held)) {
      return stream(Stream.of(soa));
    }
    Optional<List<ZoneDifference>> differences =
        history.flatMap(known -> known.between(held, current)).filter(list -> pays(list, zone));
    if (transport == Transport.UDP) {
      return differences
          .flatMap(list -> datagram(OutgoingTransfer.changes(zone, list)))
          .or(() -> datagram(Stream.of(soa)))
          .stream()
          .iterator();
    }
    return stream(
        differences
            .map(list -> OutgoingTransfer.changes(zone, list))
            .orElseGet(() -> OutgoingTransfer.whole(zone)));
  }

  private static boolean pays(List<ZoneDifference> differences, Zone zone) {
    long changes = differences.stream().mapToLong(ZoneDifference::size).sum();
    long whole = zone.rrsets().stream().mapToLong(rrset -> rrset.records().size()).sum();
    return changes <= whole;
  }

  private Iterator<byte[]> stream(Stream<Record> records) {
    return new OutgoingTransfer(query, records, reserved);
  }

  /** The response as one datagram, if it fits (RFC 1995 §2). */
  private Optional<byte[]> datagram(Stream<Record> records) {
    OutgoingTransfer messages = new OutgoingTransfer(query, records, reserved);
    byte[] only = messages.next();
    int limit = DnsCodec.udpLimit(query) - reserved;
    return messages.hasNext() || only.length > limit ? Optional.empty() : Optional.of(only);
  }

  private Iterator<byte[]> error(int rcode) {
    return Stream.of(errorTo(query, rcode)).iterator();
  }

  /** A response that is only an rcode, with an OPT record if the query has one. */
  static byte[] errorTo(Message query, int rcode) {
    Message response = DnsCodec.response(query, rcode);
    if (query.getOPT() != null) {
      DnsCodec.withEdns(response);
    }
    return response.toWire();
  }
}
