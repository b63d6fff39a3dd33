package io.outagelab.authoritative.tsig;

/** What a client finds when it checks the signature of a message that answers it. */
public sealed interface ResponseCheck {
  /**
   * The message may be read: it is signed, or is one of those that the next signature will cover.
   *
   * @param message its octets without the signature
   * @param signed whether it is signed itself; the last message of a response must be
   */
  record Accepted(byte[] message, boolean signed) implements ResponseCheck {}

  /** The message does not count, nor what comes after it. */
  record Rejected(Reason reason) implements ResponseCheck {}

  /** Why a message does not count. */
  enum Reason {
    /** It is no message, or its TSIG record is broken. */
    MALFORMED,
    /** It has no signature where one is due (RFC 8945 §5.3.1). */
    UNSIGNED,
    /** It is signed by another key, or cut too short. */
    WRONG_KEY,
    /** Its MAC is wrong. */
    WRONG_MAC,
    /** It was signed too long ago, or in the future. */
    WRONG_TIME,
    /** The server refuses our signature. */
    REFUSED_BY_SERVER
  }
}
