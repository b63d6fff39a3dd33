package io.outagelab.authoritative.transfer;

import io.outagelab.authoritative.zone.Zone;
import io.outagelab.core.dns.DnsCodec;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * The messages of one transfer over TCP, encoded as they are asked for. Each holds as many records
 * as names can be compressed in (RFC 5936 §2.2); only the first repeats the question.
 */
final class OutgoingTransfer implements Iterator<byte[]> {
  /** Compression reaches no farther than 16,384 octets: a longer message would be no denser. */
  static final int MESSAGE = 1 << 14;

  /** How many octets an OPT record without options has. */
  private static final int OPT = 11;

  private final Message query;
  private final Iterator<Record> records;
  private final int reserved;
  private Optional<Record> pending = Optional.empty();
  private boolean first = true;
  private boolean ended;

  /**
   * The response to a query.
   *
   * @param records all of them, from the first SOA record to the last
   * @param reserved how many octets of each message its signature will need
   */
  OutgoingTransfer(Message query, Stream<Record> records, int reserved) {
    this.query = query;
    this.records = records.iterator();
    this.reserved = OPT + reserved;
  }

  /**
   * A zone as AXFR sends it: SOA, everything else with glue and occluded names, SOA. Record after
   * record: an outer stream of parts would hold a whole part at once.
   */
  static Stream<Record> whole(Zone zone) {
    Record soa = zone.soaRecord();
    Stream<Record> others =
        zone.rrsets().stream()
            .filter(rrset -> rrset.type() != Type.SOA)
            .flatMap(rrset -> rrset.records().stream());
    return Stream.concat(Stream.concat(Stream.of(soa), others), Stream.of(soa));
  }

  /** A zone's latest changes as IXFR sends them (RFC 1995 §4). */
  static Stream<Record> changes(Zone zone, List<ZoneDifference> differences) {
    Record soa = zone.soaRecord();
    Stream<Record> sequences = differences.stream().flatMap(ZoneDifference::records);
    return Stream.of(Stream.of(soa), sequences, Stream.of(soa)).flatMap(part -> part);
  }

  @Override
  public boolean hasNext() {
    return !ended && (first || pending.isPresent() || records.hasNext());
  }

  @Override
  public byte[] next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the transfer has ended");
    }
    RecordEncoder message = new RecordEncoder(head(Rcode.NOERROR));
    while (pending.isPresent() || records.hasNext()) {
      Record rr = pending.orElseGet(records::next);
      // A record that is longer than that gets a message of its own, if any can hold it.
      int limit = message.records() == 0 ? DnsCodec.MAX_TCP : MESSAGE;
      if (!message.add(rr, limit - reserved)) {
        pending = Optional.of(rr);
        break;
      }
      pending = Optional.empty();
    }
    if (message.records() == 0) {
      ended = true;
      return new RecordEncoder(head(Rcode.SERVFAIL)).finished(opt());
    }
    byte[] octets = message.finished(opt());
    first = false;
    return octets;
  }

  private Message head(int rcode) {
    Message head = DnsCodec.response(query, rcode);
    if (rcode == Rcode.NOERROR) {
      head.getHeader().setFlag(Flags.AA);
    }
    if (!first) {
      head.removeAllRecords(Section.QUESTION);
    }
    return head;
  }

  /** RFC 5936 §2.2.5: the first message has an OPT record if the query has one. */
  private List<Record> opt() {
    return first && query.getOPT() != null
        ? List.of(new OPTRecord(DnsCodec.EDNS_BUFFER, 0, 0))
        : List.of();
  }
}
