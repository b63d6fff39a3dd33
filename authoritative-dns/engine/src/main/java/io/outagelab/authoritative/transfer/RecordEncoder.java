package io.outagelab.authoritative.transfer;

import io.outagelab.authoritative.zone.WireRecord;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.Compression;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * Encodes one message of a transfer, record by record. Names are compressed only onto names of the
 * same spelling, so that the secondary's copy keeps upper and lower case (RFC 5936 §3.4).
 */
final class RecordEncoder {
  private static final int ANSWER_COUNT = 6;
  private static final int ADDITIONAL_COUNT = 10;

  private final DNSOutput out = new DNSOutput(1 << 14);
  private final Spellings spellings = new Spellings();
  private int records;

  /** A message that begins with this header and, if it has one, this question. */
  RecordEncoder(Message head) {
    out.writeByteArray(head.getHeader().toWire());
    out.writeU16At(0, ADDITIONAL_COUNT);
    for (Record question : head.getSection(Section.QUESTION)) {
      write(question.getName());
      out.writeU16(question.getType());
      out.writeU16(question.getDClass());
    }
  }

  /** Adds a record to the answer section; false, and nothing added, if it passes the limit. */
  boolean add(Record rr, int limit) {
    int before = out.current();
    WireRecord.write(rr, out, this::write, this::write);
    if (out.current() > limit) {
      out.jump(before);
      return false;
    }
    records++;
    return true;
  }

  /** How many records were added. */
  int records() {
    return records;
  }

  /** The message, with these additional records at its end. */
  byte[] finished(List<Record> additional) {
    out.writeU16At(records, ANSWER_COUNT);
    out.writeU16At(additional.size(), ADDITIONAL_COUNT);
    for (Record rr : additional) {
      out.writeByteArray(rr.toWire(Section.ADDITIONAL));
    }
    return out.toByteArray();
  }

  private void write(Name name) {
    name.toWire(out, spellings);
  }

  /** Where each name stands in the message, by its exact octets. */
  private static final class Spellings extends Compression {
    private static final int FARTHEST = 0x3fff;
    private static final int NOWHERE = -1;

    private final Map<ByteBuffer, Integer> places = new HashMap<>();

    @Override
    public void add(int place, Name name) {
      if (place <= FARTHEST) {
        places.putIfAbsent(ByteBuffer.wrap(name.toWire()), place);
      }
    }

    @Override
    public int get(Name name) {
      return places.getOrDefault(ByteBuffer.wrap(name.toWire()), NOWHERE);
    }
  }
}
