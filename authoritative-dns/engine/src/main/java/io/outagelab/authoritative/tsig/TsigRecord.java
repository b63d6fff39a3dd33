package io.outagelab.authoritative.tsig;

import java.io.IOException;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSInput;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * The fields of a TSIG record (RFC 8945 §4.2).
 *
 * @param key the owner name: the key's
 * @param algorithm the algorithm's name
 * @param timeSigned seconds since 1970
 * @param fudge how many seconds the time may be off either way
 * @param mac the signature
 * @param originalId the message's id when it was signed
 * @param error 0, or a number of {@link TsigError}
 * @param other the server's time where the error is BADTIME, else empty
 */
record TsigRecord(
    Name key,
    Name algorithm,
    long timeSigned,
    int fudge,
    byte[] mac,
    int originalId,
    int error,
    byte[] other) {
  private static final int TIME_HIGH_BITS = 32;
  private static final int ROOM = 26;

  /** Reads the record that starts here and must end where the message does. */
  static TsigRecord read(DNSInput in) throws IOException {
    Name key = new Name(in);
    boolean sound = in.readU16() == Type.TSIG && in.readU16() == DClass.ANY && in.readU32() == 0;
    sound &= in.readU16() == in.remaining();
    Name algorithm = new Name(in);
    long time = ((long) in.readU16() << TIME_HIGH_BITS) | in.readU32();
    int fudge = in.readU16();
    byte[] mac = in.readByteArray(in.readU16());
    int originalId = in.readU16();
    int error = in.readU16();
    byte[] other = in.readByteArray(in.readU16());
    if (!sound || in.remaining() > 0) {
      throw new IOException("not a TSIG record");
    }
    return new TsigRecord(key, algorithm, time, fudge, mac, originalId, error, other);
  }

  /** How many octets the record of a key adds to a message that it signs. */
  static int length(TsigKey key) {
    return key.name().length()
        + key.algorithm().wireName().length()
        + key.algorithm().macLength()
        + ROOM;
  }

  /** The message with this record at its end, counted in its header. */
  byte[] appendedTo(byte[] message) {
    DNSOutput out = new DNSOutput(message.length + ROOM + mac.length);
    out.writeByteArray(message);
    key.toWire(out, null);
    out.writeU16(Type.TSIG);
    out.writeU16(DClass.ANY);
    out.writeU32(0);
    int length = out.current();
    out.writeU16(0);
    algorithm.toWire(out, null);
    writeTime(out);
    out.writeU16(mac.length);
    out.writeByteArray(mac);
    out.writeU16(originalId);
    writeErrorAndOther(out);
    out.writeU16At(out.current() - length - 2, length);
    out.writeU16At(Wire.additionalCount(message) + 1, Wire.ARCOUNT);
    return out.toByteArray();
  }

  /** The fields that a signature covers (RFC 8945 §4.3.3). */
  byte[] variables() {
    DNSOutput out = new DNSOutput();
    key.toWireCanonical(out);
    out.writeU16(DClass.ANY);
    out.writeU32(0);
    algorithm.toWireCanonical(out);
    writeTime(out);
    writeErrorAndOther(out);
    return out.toByteArray();
  }

  /** The fields that the signatures after the first one of a stream cover (RFC 8945 §5.3.1). */
  byte[] timers() {
    DNSOutput out = new DNSOutput();
    writeTime(out);
    return out.toByteArray();
  }

  private void writeTime(DNSOutput out) {
    writeU48(out, timeSigned);
    out.writeU16(fudge);
  }

  private void writeErrorAndOther(DNSOutput out) {
    out.writeU16(error);
    out.writeU16(other.length);
    out.writeByteArray(other);
  }

  /** Six octets that hold a time. */
  static byte[] octetsOf(long time) {
    DNSOutput out = new DNSOutput();
    writeU48(out, time);
    return out.toByteArray();
  }

  private static void writeU48(DNSOutput out, long value) {
    out.writeU16((int) (value >> TIME_HIGH_BITS) & 0xffff);
    out.writeU32(value & 0xffff_ffffL);
  }

  /** The same record with this signature. */
  TsigRecord signed(byte[] signature) {
    return new TsigRecord(key, algorithm, timeSigned, fudge, signature, originalId, error, other);
  }

  /** Whether the time is within the fudge of this one. */
  boolean isTimely(long now) {
    return Math.abs(now - timeSigned) <= fudge;
  }
}
