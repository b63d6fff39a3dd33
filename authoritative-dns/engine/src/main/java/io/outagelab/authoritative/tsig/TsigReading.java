package io.outagelab.authoritative.tsig;

import java.io.IOException;
import java.util.Arrays;
import org.xbill.DNS.DNSInput;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** What a message says about its own signature. */
sealed interface TsigReading {
  /** It carries no TSIG record. */
  record Unsigned() implements TsigReading {}

  /**
   * Its last record is a TSIG record.
   *
   * @param message the octets before that record, which the header no longer counts
   * @param tsig the record
   */
  record Signed(byte[] message, TsigRecord tsig) implements TsigReading {
    /** What was signed: the message as it was before anybody changed its id (RFC 8945 §4.3.2). */
    byte[] original() {
      return Wire.withId(message, tsig.originalId());
    }
  }

  /** It is no message, or has a TSIG record that is broken or not the last (RFC 8945 §5.1). */
  record Malformed() implements TsigReading {}

  /** Reads the octets of a message, whatever they are. */
  static TsigReading of(byte[] wire) {
    if (wire.length < Wire.HEADER) {
      return new Malformed();
    }
    try {
      int start = startOfTsig(wire);
      if (start < 0) {
        return new Unsigned();
      }
      DNSInput in = new DNSInput(wire);
      in.jump(start);
      TsigRecord tsig = TsigRecord.read(in);
      byte[] message = Arrays.copyOf(wire, start);
      int additional = Wire.additionalCount(wire) - 1;
      message[Wire.ARCOUNT] = (byte) (additional >> 8);
      message[Wire.ARCOUNT + 1] = (byte) additional;
      return new Signed(message, tsig);
    } catch (IOException | IllegalArgumentException e) {
      return new Malformed();
    }
  }

  /** Where the TSIG record starts that ends the message; -1 if there is none. */
  private static int startOfTsig(byte[] wire) throws IOException {
    DNSInput in = new DNSInput(wire);
    in.jump(Wire.HEADER);
    for (int questions = Wire.u16(wire, 4); questions > 0; questions--) {
      new Name(in);
      in.readU32();
    }
    int others = Wire.u16(wire, 6) + Wire.u16(wire, 8);
    int records = others + Wire.additionalCount(wire);
    for (int index = 0; index < records; index++) {
      int start = in.current();
      new Name(in);
      int type = in.readU16();
      if (type == Type.TSIG && index >= others && index == records - 1) {
        return start;
      }
      if (type == Type.TSIG) {
        throw new IOException("a TSIG record is the last of the additional section");
      }
      in.readU16();
      in.readU32();
      in.readByteArray(in.readU16());
    }
    return -1;
  }
}
