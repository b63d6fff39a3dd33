package io.outagelab.core.dns;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DNSInput;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Messages to and from the wire. Ids are always the caller's: dnsjava's own come from a static
 * generator and would break replay.
 */
public final class DnsCodec {
  /** The port of DNS. */
  public static final int PORT = 53;

  /** The largest UDP answer without EDNS (RFC 1035 §4.2.1). */
  public static final int MAX_UDP = 512;

  /** The EDNS buffer size that the lab's players advertise: fits one unfragmented packet. */
  public static final int EDNS_BUFFER = 1232;

  /** The largest message over TCP (RFC 1035 §4.2.2). */
  public static final int MAX_TCP = 65_535;

  private static final int HEADER = 12;
  private static final int QR = 0x80;

  private DnsCodec() {}

  /** Whether these octets are a request: a whole header at least, and no response. */
  public static boolean isRequest(byte[] octets, int length) {
    return length >= HEADER && (octets[2] & QR) == 0;
  }

  /**
   * The message that these octets encode; empty if they encode none. The highest bit of an extended
   * RCODE, which means nothing yet, is not read.
   */
  public static Optional<Message> decode(byte[] wire) {
    if (wire.length < HEADER) {
      return Optional.empty();
    }
    try {
      Message message = new Message(wire);
      return Optional.of(isMisread(message.getOPT(), wire) ? new Message(readable(wire)) : message);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether the OPT record's extended RCODE is 128 or more. dnsjava sees a TTL in it, takes one of
   * 2³¹ or more for 0, as RFC 2181 §8 has it, and the version and the DO bit with it.
   */
  private static boolean isMisread(@Nullable OPTRecord opt, byte[] wire) throws IOException {
    return opt != null && opt.getTTL() == 0 && wire[ttlOfOpt(wire)] < 0;
  }

  private static byte[] readable(byte[] wire) throws IOException {
    byte[] readable = wire.clone();
    readable[ttlOfOpt(wire)] &= 0x7f;
    return readable;
  }

  /** Where the TTL stands of a message's OPT record, up to which all of it could be read. */
  private static int ttlOfOpt(byte[] wire) throws IOException {
    DNSInput in = new DNSInput(wire);
    in.readU32();
    int questions = in.readU16();
    int others = in.readU16() + in.readU16();
    in.readU16();
    for (int i = 0; i < questions; i++) {
      new Name(in);
      in.readU32();
    }
    for (int i = 0; ; i++) {
      new Name(in);
      boolean isOpt = in.readU16() == Type.OPT && i >= others;
      in.readU16();
      int ttl = in.current();
      if (isOpt) {
        return ttl;
      }
      in.readU32();
      in.readByteArray(in.readU16());
    }
  }

  /**
   * Whether a record that was decoded can be encoded, and decoded again: one with another TTL is
   * made that way, and dnsjava decodes some that it would not take back, such as a WKS record of no
   * service. Those that are but addresses, names and numbers always can.
   */
  @SuppressWarnings("ConstantConditions") // newRecord is not annotated and returns null on failure.
  public static boolean isCopyable(Record rr) {
    switch (rr.getType()) {
      case Type.A, Type.AAAA, Type.NS, Type.CNAME, Type.SOA -> {
        return true;
      }
      default -> {}
    }
    try {
      return Record.newRecord(
              rr.getName(), rr.getType(), rr.getDClass(), 0, rr.rdataToWireCanonical())
          != null;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return false;
    }
  }

  /** The octets of a message; over the limit, whole RRsets are left out and TC is set. */
  public static byte[] encode(Message message, int limit) {
    return message.toWire(limit);
  }

  /** A query for the question. */
  public static Message query(int id, Question question, boolean recursionDesired) {
    Message query = new Message(id);
    query.getHeader().setOpcode(Opcode.QUERY);
    if (recursionDesired) {
      query.getHeader().setFlag(Flags.RD);
    }
    query.addRecord(
        Record.newRecord(question.name(), question.type(), question.dclass()), Section.QUESTION);
    return query;
  }

  /** The same query with an OPT record that advertises {@link #EDNS_BUFFER} (RFC 6891). */
  public static Message withEdns(Message query) {
    query.addRecord(new OPTRecord(EDNS_BUFFER, 0, 0), Section.ADDITIONAL);
    return query;
  }

  /** An empty response to the query: its id, opcode, RD and question, with this rcode. */
  public static Message response(Message query, int rcode) {
    Message response = new Message(query.getHeader().getID());
    response.getHeader().setFlag(Flags.QR);
    response.getHeader().setOpcode(query.getHeader().getOpcode());
    response.getHeader().setRcode(rcode);
    if (query.getHeader().getFlag(Flags.RD)) {
      response.getHeader().setFlag(Flags.RD);
    }
    Record question = query.getQuestion();
    if (question != null) {
      response.addRecord(question, Section.QUESTION);
    }
    return response;
  }

  /** The largest UDP answer that the sender of this query takes (RFC 6891 §6.2.3). */
  public static int udpLimit(Message query) {
    OPTRecord opt = query.getOPT();
    return opt == null ? MAX_UDP : Math.clamp(opt.getPayloadSize(), MAX_UDP, EDNS_BUFFER);
  }
}
