package io.outagelab.authoritative.dnssec;

import io.outagelab.authoritative.Authority;
import io.outagelab.authoritative.Client;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.Question;
import io.outagelab.core.net.Transport;
import java.util.List;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A response over TCP, read back from its octets. */
record SignedReply(Message message) {
  /** With DO set. */
  static SignedReply ask(Authority authority, Name name, int type) {
    return send(authority, query(name, type, ExtendedFlags.DO));
  }

  static SignedReply ask(Authority authority, String name, int type) {
    return ask(authority, DnsNames.of(name), type);
  }

  /** With EDNS, and DO clear. */
  static SignedReply askPlainly(Authority authority, Name name, int type) {
    return send(authority, query(name, type, 0));
  }

  static Message query(Name name, int type, int flags) {
    Message query = DnsCodec.query(4711, Question.of(name, type), false);
    query.addRecord(new OPTRecord(4096, 0, 0, flags), Section.ADDITIONAL);
    return query;
  }

  static SignedReply send(Authority authority, Message query) {
    byte[] wire = Client.octets(authority, query.toWire(), Transport.TCP).orElseThrow();
    return new SignedReply(DnsCodec.decode(wire).orElseThrow());
  }

  String rcode() {
    return Rcode.string(message.getRcode());
  }

  boolean flag(int flag) {
    return message.getHeader().getFlag((byte) flag);
  }

  boolean authoritative() {
    return flag(Flags.AA);
  }

  List<Record> records(int section) {
    return message.getSection(section).stream().filter(rr -> rr.getType() != Type.OPT).toList();
  }

  /** The records as {@code owner TYPE}, and signatures as {@code owner RRSIG TYPE}, in order. */
  List<String> outline(int section) {
    return records(section).stream().map(SignedReply::outline).toList();
  }

  List<String> answer() {
    return outline(Section.ANSWER);
  }

  List<String> authority() {
    return outline(Section.AUTHORITY);
  }

  List<String> additional() {
    return outline(Section.ADDITIONAL);
  }

  private static String outline(Record rr) {
    String covered =
        rr instanceof RRSIGRecord rrsig ? " " + Type.string(rrsig.getTypeCovered()) : "";
    return DnsNames.display(rr.getName()) + " " + Type.string(rr.getType()) + covered;
  }
}
