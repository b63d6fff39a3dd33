package io.outagelab.authoritative;

import io.outagelab.core.dns.RRset;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** An answer in the making: the three sections, the rcode and the AA bit. */
final class Answer {
  private final List<RRset> answer = new ArrayList<>();
  private final List<RRset> authority = new ArrayList<>();
  private final List<RRset> additional = new ArrayList<>();
  private int rcode = Rcode.NOERROR;
  private boolean authoritative;
  private int requiredGlue;
  private boolean leavesZone;

  /** An answer that is only an rcode. */
  static Answer of(int rcode) {
    Answer answer = new Answer();
    answer.rcode = rcode;
    return answer;
  }

  /** The rcode, which may need the upper bits of an OPT record (RFC 6891 §6.1.3). */
  int rcode() {
    return rcode;
  }

  void setRcode(int code) {
    rcode = code;
  }

  /** Says that the server is an authority for the first owner name (RFC 1035 §4.1.1). */
  void setAuthoritative() {
    authoritative = true;
  }

  boolean isAuthoritative() {
    return authoritative;
  }

  /** Says that another zone than the first one was looked into. */
  void setLeavesZone() {
    leavesZone = true;
  }

  /** Whether it depends on more zones than the one that the QNAME is in. */
  boolean leavesZone() {
    return leavesZone;
  }

  /** The answer section so far. */
  List<RRset> answer() {
    return answer;
  }

  /** The authority section so far. */
  List<RRset> authority() {
    return authority;
  }

  /** The additional section so far. */
  List<RRset> additional() {
    return additional;
  }

  void addAnswer(RRset rrset) {
    answer.add(rrset);
  }

  void addAuthority(RRset rrset) {
    authority.add(rrset);
  }

  /** Adds addresses that the client can do without. */
  void addAdditional(RRset rrset) {
    if (additional.stream().noneMatch(there -> same(there, rrset))) {
      additional.add(rrset);
    }
  }

  /** Adds glue without which a referral cannot be followed (RFC 9471 §3.1); before the rest. */
  void addRequiredGlue(RRset rrset) {
    addAdditional(rrset);
    requiredGlue = additional.stream().mapToInt(set -> set.records().size()).sum();
  }

  /** How many records of the additional section must fit, or the answer is truncated. */
  int requiredGlue() {
    return requiredGlue;
  }

  /** Writes the sections into a message. */
  void writeTo(Message message) {
    write(message, answer, Section.ANSWER);
    write(message, authority, Section.AUTHORITY);
    write(message, additional, Section.ADDITIONAL);
  }

  private static void write(Message message, List<RRset> rrsets, int section) {
    for (RRset rrset : rrsets) {
      for (Record rr : rrset.records()) {
        message.addRecord(rr, section);
      }
    }
  }

  private static boolean same(RRset a, RRset b) {
    return a.type() == b.type()
        // Of signatures, the type that they cover.
        && a.records().getFirst().getRRsetType() == b.records().getFirst().getRRsetType()
        && a.owner().equals(b.owner());
  }
}
