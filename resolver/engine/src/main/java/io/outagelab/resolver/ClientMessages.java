package io.outagelab.resolver;

import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.RRset;
import io.outagelab.resolver.Outcome.Failure;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Reads what clients send and writes what they get: pure functions. */
final class ClientMessages {
  /** Octet 2 of a message: QR is its highest bit, the OPCODE follows (RFC 1035 §4.1.1). */
  private static final int FLAGS_OCTET = 2;

  private static final int QR_BIT = 0x80;
  private static final int FIRST_META_TYPE = 128;
  private static final int LAST_META_TYPE = 255;
  private static final int BADVERS_HIGH = Rcode.BADVERS >> 4;

  /** What a message from a client is. */
  sealed interface Reading {
    /** A question that can be answered. */
    record Asked(Message query) implements Reading {}

    /** A query that is answered at once with an error. */
    record Rejected(byte[] response) implements Reading {}

    /** Nothing that deserves an answer. */
    record Nonsense() implements Reading {}
  }

  private ClientMessages() {}

  /** Reads a message. */
  static Reading read(byte[] octets) {
    if (octets.length < Header.LENGTH || (octets[FLAGS_OCTET] & QR_BIT) != 0) {
      return new Reading.Nonsense();
    }
    Optional<Message> decoded = DnsCodec.decode(octets);
    if (decoded.isEmpty()) {
      return new Reading.Rejected(formatError(octets));
    }
    Message query = decoded.get();
    if (query.getHeader().getOpcode() != Opcode.QUERY) {
      return rejected(query, Rcode.NOTIMP);
    }
    if (query.getSection(Section.QUESTION).size() != 1) {
      return rejected(query, Rcode.FORMERR);
    }
    OPTRecord opt = query.getOPT();
    if (opt != null && opt.getVersion() != 0) {
      return new Reading.Rejected(badVersion(query));
    }
    int rcode = refusal(query.getQuestion());
    return rcode == Rcode.NOERROR ? new Reading.Asked(query) : rejected(query, rcode);
  }

  /** The rcode for a question that this resolver doesn't take; NOERROR if it takes it. */
  private static int refusal(Record question) {
    int type = question.getType();
    if (type == 0 || type == Type.OPT) {
      return Rcode.FORMERR;
    }
    if (question.getDClass() != DClass.IN) {
      return Rcode.REFUSED;
    }
    // ANY is refused like the other meta-TYPEs: it serves amplification, not clients (RFC 8482).
    return type >= FIRST_META_TYPE && type <= LAST_META_TYPE ? Rcode.NOTIMP : Rcode.NOERROR;
  }

  private static Reading rejected(Message query, int rcode) {
    return new Reading.Rejected(
        DnsCodec.encode(withOpt(query, DnsCodec.response(query, rcode), 0), DnsCodec.MAX_UDP));
  }

  private static byte[] formatError(byte[] octets) {
    Header header = new Header(((octets[0] & 0xff) << 8) | (octets[1] & 0xff));
    header.setFlag(Flags.QR);
    header.setOpcode((octets[FLAGS_OCTET] >> 3) & 0xf);
    header.setRcode(Rcode.FORMERR);
    return header.toWire();
  }

  /** BADVERS (RFC 6891 §6.1.3): its upper bits stand in the OPT record. */
  private static byte[] badVersion(Message query) {
    return DnsCodec.encode(
        withOpt(query, DnsCodec.response(query, Rcode.NOERROR), BADVERS_HIGH), DnsCodec.MAX_UDP);
  }

  /** The answer to a client that does not want recursion and asks for what is not known. */
  static byte[] refused(ClientRequest request) {
    return encode(request, DnsCodec.response(request.query(), Rcode.REFUSED));
  }

  /** The answer that tells a client the outcome. */
  static byte[] answer(ClientRequest request, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Found found -> {
        Message response = response(request, Rcode.NOERROR);
        add(response, found.chain(), Section.ANSWER);
        extend(response, found.stale(), ExtendedErrorCodeOption.STALE_ANSWER, request);
        yield encode(request, response);
      }
      case Outcome.Denied denied -> {
        Message response = response(request, denied.rcode());
        add(response, denied.chain(), Section.ANSWER);
        add(response, denied.soa(), Section.AUTHORITY);
        int code =
            denied.rcode() == Rcode.NXDOMAIN
                ? ExtendedErrorCodeOption.STALE_NXDOMAIN_ANSWER
                : ExtendedErrorCodeOption.STALE_ANSWER;
        extend(response, denied.stale(), code, request);
        yield encode(request, response);
      }
      case Outcome.Failed(Failure failure) -> {
        Message response = response(request, Rcode.SERVFAIL);
        extend(response, true, failure.extendedError(), request);
        yield encode(request, response);
      }
    };
  }

  private static Message response(ClientRequest request, int rcode) {
    Message response = DnsCodec.response(request.query(), rcode);
    response.getHeader().setFlag(Flags.RA);
    return response;
  }

  private static void add(Message response, List<RRset> sets, int section) {
    for (RRset set : sets) {
      for (Record rr : set.records()) {
        response.addRecord(rr, section);
      }
    }
  }

  /** Adds OPT if the client sent one, with the extended error if it applies (RFC 8914 §3). */
  private static void extend(Message response, boolean applies, int code, ClientRequest request) {
    if (applies && request.query().getOPT() != null) {
      response.addRecord(
          new OPTRecord(DnsCodec.EDNS_BUFFER, 0, 0, 0, List.of(new ExtendedErrorCodeOption(code))),
          Section.ADDITIONAL);
    }
  }

  private static byte[] encode(ClientRequest request, Message response) {
    Message complete = response.getOPT() == null ? withOpt(request.query(), response, 0) : response;
    return DnsCodec.encode(complete, request.limit());
  }

  private static Message withOpt(Message query, Message response, int extendedRcode) {
    if (query.getOPT() != null) {
      response.addRecord(new OPTRecord(DnsCodec.EDNS_BUFFER, extendedRcode, 0), Section.ADDITIONAL);
    }
    return response;
  }
}
