package io.outagelab.authoritative.zone;

import java.util.function.Consumer;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/**
 * Writes records such that whoever writes may compress their names: the owner's, and those in the
 * data of the types that are as old as compression itself (RFC 3597 §4). In the data of all others
 * names stay whole.
 */
public final class WireRecord {
  private static final int TYPE_CLASS_AND_TTL = 8;
  private static final int LENGTH = 2;

  private WireRecord() {}

  /**
   * Writes a record.
   *
   * @param out where to
   * @param owner writes the owner name there
   * @param names writes names of the data there
   */
  public static void write(Record rr, DNSOutput out, Consumer<Name> owner, Consumer<Name> names) {
    byte[] plain = rr.toWire(Section.ANSWER);
    int head = rr.getName().length();
    owner.accept(rr.getName());
    out.writeByteArray(plain, head, TYPE_CLASS_AND_TTL);
    int lengthAt = out.current();
    out.writeU16(0);
    switch (rr) {
      case NSRecord ns -> names.accept(ns.getTarget());
      case CNAMERecord cname -> names.accept(cname.getTarget());
      case PTRRecord ptr -> names.accept(ptr.getTarget());
      case MXRecord mx -> {
        out.writeU16(mx.getPriority());
        names.accept(mx.getTarget());
      }
      case SOARecord soa -> {
        names.accept(soa.getHost());
        names.accept(soa.getAdmin());
        out.writeU32(soa.getSerial());
        out.writeU32(soa.getRefresh());
        out.writeU32(soa.getRetry());
        out.writeU32(soa.getExpire());
        out.writeU32(soa.getMinimum());
      }
      default -> {
        int data = head + TYPE_CLASS_AND_TTL + LENGTH;
        out.writeByteArray(plain, data, plain.length - data);
      }
    }
    out.writeU16At(out.current() - lengthAt - LENGTH, lengthAt);
  }
}
