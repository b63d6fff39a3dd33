package io.outagelab.core.dns;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
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

  private DnsCodec() {}

  /** The message that these octets encode; empty if they encode none. */
  public static Optional<Message> decode(byte[] wire) {
    if (wire.length < HEADER) {
      return Optional.empty();
    }
    try {
      Message message = new Message(wire);
      OPTRecord opt = message.getOPT();
      if (opt != null && opt.getTTL() == 0) {
        // There may have been more in it than dnsjava has read.
        byte[] copy = wire.clone();
        unmark(copy);
        return Optional.of(Arrays.equals(copy, wire) ? message : new Message(copy));
      }
      return Optional.of(message);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Clears the highest bit of the extended RCODE of OPT records. dnsjava sees a TTL in it, takes
   * one of 2³¹ or more for 0, as RFC 2181 §8 has it, and the version and the DO bit with it.
   */
  private static void unmark(byte[] wire) throws IOException {
    DNSInput in = new DNSInput(wire);
    in.readU32();
    int questions = in.readU16();
    int records = in.readU16() + in.readU16() + in.readU16();
    for (; questions > 0; questions--) {
      new Name(in);
      in.readU32();
    }
    for (; records > 0; records--) {
      new Name(in);
      if (in.readU16() == Type.OPT) {
        wire[in.current() + 2] &= 0x7f;
      }
      in.readU16();
      in.readU32();
      in.readByteArray(in.readU16());
    }
  }

  /**
   * Whether a record that was decoded can be encoded again. dnsjava decodes some that it cannot,
   * such as a WKS record of no service.
   */
  public static boolean isEncodable(Record rr) {
    try {
      rr.toWireCanonical();
      return true;
    } catch (RuntimeException e) {
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
