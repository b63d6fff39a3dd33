package io.outagelab.authoritative;

import io.outagelab.authoritative.zone.DataTypes;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.Question;
import io.outagelab.core.dns.RRset;
import io.outagelab.core.net.Transport;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSIDOption;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * What an authoritative name server answers: a pure function from query octets to response octets.
 * Any thread may ask it. What it says never changes: it remembers answers, but only to find them
 * again faster. The owner swaps the whole object when zones change.
 *
 * <pre>
 *  octets ─ header ─ decode ─ EDNS ─ opcode, question ─ class ─ QTYPE ─ zones ─ encode ─ octets
 *             │         │        │            │            │       │       │        │
 *          silence   FORMERR  BADVERS      NOTIMP,      CHAOS:  NOTIMP, REFUSED,  TC
 *                                          FORMERR      our id  REFUSED NXDOMAIN …
 * </pre>
 *
 * <p><b>Silence.</b> What is not a query gets no answer: fewer octets than a header, or the QR bit
 * set. Two servers can so never answer each other for ever.
 *
 * <p><b>Sections.</b> Answers are minimal: no NS records beside a positive answer; the SOA record
 * with a negative one (RFC 2308 §2); glue with a referral. Queries for ANY get one RRset (RFC
 * 8482).
 *
 * <p><b>Size.</b> On UDP the limit is 512 octets, or what EDNS offers up to {@link
 * DnsCodec#EDNS_BUFFER}; whole RRsets are left out and TC is set.
 *
 * <p><b>Which site.</b> The identity comes back as NSID (RFC 5001) and to CHAOS queries for {@code
 * id.server} (RFC 4892), so that a client of an anycast address sees who answered; {@code
 * version.server} tells which software did.
 */
public final class Authority {
  private static final int HEADER = 12;
  private static final int RCODE_BITS = 4;
  private static final int MAX_IDENTITY = 64;
  private static final Name ID_SERVER = DnsNames.of("id.server");
  private static final Name HOSTNAME_BIND = DnsNames.of("hostname.bind");
  private static final Name VERSION_SERVER = DnsNames.of("version.server");
  private static final Name VERSION_BIND = DnsNames.of("version.bind");

  /** Which software this is. Its version it keeps to itself: whom that helps is an attacker. */
  private static final String SOFTWARE = "Outage Lab";

  private final ZoneSet zones;
  private final byte[] identity;
  private final AnswerMemory memory;

  /**
   * Serves these zones.
   *
   * @param zones what is answered from
   * @param identity which server this is, such as {@code dns@lon}: 1 to 64 octets
   */
  public Authority(ZoneSet zones, String identity) {
    this(zones, new AnswerMemory(zones), identity.getBytes(StandardCharsets.UTF_8));
    if (this.identity.length == 0 || this.identity.length > MAX_IDENTITY) {
      throw new LabConfigurationException(
          "identity '%s' of a name server: 1 to %d octets are allowed"
              .formatted(identity, MAX_IDENTITY));
    }
  }

  private Authority(ZoneSet zones, AnswerMemory memory, byte[] identity) {
    this.zones = zones;
    this.memory = memory;
    this.identity = identity;
  }

  /** The zones it answers from. */
  public ZoneSet zones() {
    return zones;
  }

  /** The same server with other zones, of which it remembers those that it serves already. */
  public Authority serving(ZoneSet other) {
    return new Authority(other, memory.serving(other), identity);
  }

  /** What has been answered before. */
  AnswerMemory memory() {
    return memory;
  }

  /** The octets that tell which server this is. */
  byte[] identity() {
    return identity;
  }

  /** The response to a query; empty to stay silent. Never fails, whatever the octets. */
  public Optional<byte[]> answer(byte[] query, Transport transport) {
    return answer(query, transport, 0);
  }

  /** The same, with so many octets fewer than the client would take. */
  Optional<byte[]> answer(byte[] query, Transport transport, int reserved) {
    if (!DnsCodec.isRequest(query, query.length)) {
      return Optional.empty();
    }
    Optional<Message> message = DnsCodec.decode(query);
    return Optional.of(
        message.isPresent() ? respond(message.get(), transport, reserved) : undecodable(query));
  }

  /** The header alone: its id, opcode and RD, with FORMERR, or NOTIMP for an unknown opcode. */
  private static byte[] undecodable(byte[] query) {
    boolean standard = (query[2] & 0x78) == 0;
    byte[] response = new byte[HEADER];
    response[0] = query[0];
    response[1] = query[1];
    response[2] = (byte) (0x80 | (query[2] & 0x79));
    response[3] = (byte) (standard ? Rcode.FORMERR : Rcode.NOTIMP);
    return response;
  }

  private byte[] respond(Message query, Transport transport, int reserved) {
    Answer answer = decide(query);
    Message response = DnsCodec.response(query, answer.rcode() & 0xf);
    if (query.getSection(Section.QUESTION).size() != 1) {
      response.removeAllRecords(Section.QUESTION);
    }
    // RFC 4035 §3: CD comes back as it was; AD, which speaks of validated data, never.
    if (query.getHeader().getFlag(Flags.CD)) {
      response.getHeader().setFlag(Flags.CD);
    }
    if (answer.isAuthoritative()) {
      response.getHeader().setFlag(Flags.AA);
    }
    answer.writeTo(response);
    OPTRecord asked = query.getOPT();
    if (asked != null) {
      response.addRecord(opt(asked, answer.rcode()), Section.ADDITIONAL);
    }
    int limit = transport == Transport.UDP ? DnsCodec.udpLimit(query) : DnsCodec.MAX_TCP;
    byte[] wire = DnsCodec.encode(response, limit - reserved);
    return truncatedIfGlueIsMissing(wire, answer, asked != null);
  }

  /** RFC 6891 §6.1.1: an OPT record comes back to whoever sent one, with the DO bit as it was. */
  private OPTRecord opt(OPTRecord asked, int rcode) {
    boolean nsid = !asked.getOptions(EDNSOption.Code.NSID).isEmpty();
    List<EDNSOption> options = nsid ? List.of(new NSIDOption(identity)) : List.of();
    int flags = asked.getFlags() & ExtendedFlags.DO;
    return new OPTRecord(DnsCodec.EDNS_BUFFER, rcode >> RCODE_BITS, 0, flags, options);
  }

  /** RFC 9471 §3.1: in-domain glue that does not fit makes the referral a truncated one. */
  private static byte[] truncatedIfGlueIsMissing(byte[] wire, Answer answer, boolean edns) {
    int additional = (((wire[10] & 0xff) << 8) | (wire[11] & 0xff)) - (edns ? 1 : 0);
    if (additional < answer.requiredGlue()) {
      wire[2] |= 0x02;
    }
    return wire;
  }

  private Answer decide(Message query) {
    if (!hasSoundEdns(query)) {
      return Answer.of(Rcode.FORMERR);
    }
    OPTRecord opt = query.getOPT();
    if (opt != null && opt.getVersion() != 0) {
      return Answer.of(Rcode.BADVERS);
    }
    if (query.getHeader().getOpcode() != Opcode.QUERY) {
      return Answer.of(Rcode.NOTIMP);
    }
    // RFC 9619 §4: a standard query with more than one question is malformed.
    if (query.getSection(Section.QUESTION).size() != 1) {
      return Answer.of(Rcode.FORMERR);
    }
    Question question = Question.of(query);
    return switch (question.dclass()) {
      case DClass.IN -> internet(question, opt != null && (opt.getFlags() & ExtendedFlags.DO) != 0);
      case DClass.CH -> chaos(question);
      default -> Answer.of(Rcode.REFUSED);
    };
  }

  /** RFC 6891 §6.1.1: at most one OPT record, and the root owns it. */
  private static boolean hasSoundEdns(Message query) {
    List<Record> opts =
        query.getSection(Section.ADDITIONAL).stream()
            .filter(rr -> rr.getType() == Type.OPT)
            .toList();
    return opts.isEmpty() || (opts.size() == 1 && opts.getFirst().getName().equals(Name.root));
  }

  private Answer internet(Question question, boolean dnssecOk) {
    return switch (question.type()) {
      // Zone transfers are not offered (RFC 5936 §5 leaves the choice to the server).
      case Type.AXFR, Type.IXFR -> Answer.of(Rcode.REFUSED);
      case Type.OPT -> Answer.of(Rcode.FORMERR);
      case Type.ANY -> AnswerSearch.search(zones, question, dnssecOk);
      default ->
          DataTypes.isData(question.type())
              ? AnswerSearch.search(zones, question, dnssecOk)
              : Answer.of(Rcode.NOTIMP);
    };
  }

  private Answer chaos(Question question) {
    Optional<String> text = chaosText(question.name());
    if (text.isEmpty() || (question.type() != Type.TXT && question.type() != Type.ANY)) {
      return Answer.of(Rcode.REFUSED);
    }
    Answer answer = new Answer();
    answer.setAuthoritative();
    answer.addAnswer(RRset.of(List.of(new TXTRecord(question.name(), DClass.CH, 0, text.get()))));
    return answer;
  }

  /** RFC 4892 §2: the names that servers answer to in class CHAOS. */
  private Optional<String> chaosText(Name name) {
    if (name.equals(ID_SERVER) || name.equals(HOSTNAME_BIND)) {
      return Optional.of(new String(identity, StandardCharsets.UTF_8));
    }
    return name.equals(VERSION_SERVER) || name.equals(VERSION_BIND)
        ? Optional.of(SOFTWARE)
        : Optional.empty();
  }
}
