package io.outagelab.authoritative.transfer;

/** Reads the few fields of a message that say whose business it is, without decoding it. */
final class MessagePeek {
  private static final int HEADER = 12;
  private static final int LONGEST_LABEL = 63;
  private static final int UNKNOWN = -1;

  private MessagePeek() {}

  /** The opcode. */
  static int opcode(byte[] message) {
    return (message[2] >> 3) & 0xf;
  }

  /** The type of the first question; -1 if there is none that could be read. */
  static int questionType(byte[] message) {
    if (message[4] == 0 && message[5] == 0) {
      return UNKNOWN;
    }
    int at = HEADER;
    while (at < message.length && message[at] > 0 && message[at] <= LONGEST_LABEL) {
      at += 1 + message[at];
    }
    boolean whole = at + 2 < message.length && message[at] == 0;
    return whole ? ((message[at + 1] & 0xff) << 8) | (message[at + 2] & 0xff) : UNKNOWN;
  }
}
