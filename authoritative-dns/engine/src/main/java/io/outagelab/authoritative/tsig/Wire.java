package io.outagelab.authoritative.tsig;

/** The fields of a message's header that signing touches (RFC 1035 §4.1.1). */
final class Wire {
  /** Where the count of the additional section stands. */
  static final int ARCOUNT = 10;

  /** The length of a header. */
  static final int HEADER = 12;

  private Wire() {}

  /** The 16 bits at this place. */
  static int u16(byte[] message, int at) {
    return ((message[at] & 0xff) << 8) | (message[at + 1] & 0xff);
  }

  /** The message's id. */
  static int id(byte[] message) {
    return u16(message, 0);
  }

  /** How many records its additional section has. */
  static int additionalCount(byte[] message) {
    return u16(message, ARCOUNT);
  }

  /** A copy with another id. */
  static byte[] withId(byte[] message, int id) {
    byte[] copy = message.clone();
    copy[0] = (byte) (id >> 8);
    copy[1] = (byte) id;
    return copy;
  }
}
