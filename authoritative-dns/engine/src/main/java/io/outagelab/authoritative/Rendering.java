package io.outagelab.authoritative;

import io.outagelab.authoritative.zone.WireRecord;
import io.outagelab.core.dns.RRset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * Writes an answer for a name such that it fits every QNAME that ends in this name: see {@link
 * Rendered}. Names are compressed where RFC 1035 §4.1.4 and RFC 3597 §4 allow it.
 */
final class Rendering {
  private static final int POINTER = 0xc000;

  /** The farthest that a pointer can point, less what may be added to it. */
  private static final int REACH = 0x3fff - QueryView.HEADER - 0xff;

  /** The QNAME, which starts at the same place in every message. */
  private static final int WHOLE_QNAME = POINTER | QueryView.HEADER;

  /** Where the records start, reckoned like all places from where the fitting name starts. */
  private final int start;

  private final DNSOutput records = new DNSOutput();
  private final List<Integer> pointers = new ArrayList<>();

  /** Where names stand that can be pointed to; never iterated. */
  private final Map<Name, Integer> places = new HashMap<>();

  private Rendering(Name fitting) {
    this.start = fitting.length() + 4;
    for (int label = 0; label < fitting.labels() - 1; label++) {
      Name end = ending(fitting, label);
      places.put(end, fitting.length() - end.length());
    }
  }

  /**
   * The octets of an answer.
   *
   * @param answer what was found for the QNAME
   * @param fitting the end of the QNAME for which the answer holds whatever comes before it
   * @param synthesized the QNAME if a wildcard gave it the answer, which others will own elsewhere
   * @param kind what it answers: see {@link AnswerMemory}
   * @param dnssec whether it is for clients that want DNSSEC records
   * @param encloser the number of the closest encloser, or {@link Rendered#ANY}
   */
  static Rendered of(
      Answer answer,
      Name fitting,
      Optional<Name> synthesized,
      int kind,
      boolean dnssec,
      int encloser) {
    Rendering rendering = new Rendering(fitting);
    int answers = rendering.write(answer.answer(), synthesized);
    int authorities = rendering.write(answer.authority(), Optional.empty());
    int additionals = rendering.write(answer.additional(), Optional.empty());
    return new Rendered(
        kind,
        dnssec,
        encloser,
        fitting.length(),
        rendering.records.toByteArray(),
        rendering.pointers.stream().mapToInt(Integer::intValue).toArray(),
        answer.leavesZone(),
        answer.isAuthoritative(),
        answer.rcode(),
        answers,
        authorities,
        additionals,
        null);
  }

  /** Writes the records of a section; returns how many there are. */
  private int write(List<RRset> rrsets, Optional<Name> synthesized) {
    int count = 0;
    for (RRset rrset : rrsets) {
      for (Record rr : rrset.records()) {
        boolean asQname = synthesized.isPresent() && rr.getName().equals(synthesized.get());
        WireRecord.write(rr, records, asQname ? this::writeQname : this::write, this::write);
        count++;
      }
    }
    return count;
  }

  private void writeQname(Name qname) {
    records.writeU16(WHOLE_QNAME);
  }

  /** Writes labels as far as no name that stands somewhere is met, then points to that. */
  private void write(Name name) {
    byte[] octets = name.toWire();
    int at = 0;
    for (int label = 0; label < name.labels() - 1; label++) {
      Name end = ending(name, label);
      Integer place = places.get(end);
      if (place != null) {
        pointers.add(records.current());
        records.writeU16(POINTER | place);
        return;
      }
      int here = start + records.current();
      if (here <= REACH) {
        places.put(end, here);
      }
      int size = 1 + octets[at];
      records.writeByteArray(octets, at, size);
      at += size;
    }
    records.writeU8(0);
  }

  private static Name ending(Name name, int label) {
    return label == 0 ? name : new Name(name, label);
  }
}
