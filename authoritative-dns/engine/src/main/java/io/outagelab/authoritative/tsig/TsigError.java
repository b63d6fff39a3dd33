package io.outagelab.authoritative.tsig;

/** Why a signature does not count (RFC 8945 §3), as the error field of a TSIG record says it. */
public enum TsigError {
  /** The MAC is wrong. */
  BADSIG(16),
  /** The key, or the algorithm with it, is not known. */
  BADKEY(17),
  /** The clocks of the two ends are too far apart, or the message was held back. */
  BADTIME(18),
  /** The MAC is right as far as it goes, but cut shorter than is accepted here. */
  BADTRUNC(22);

  private final int code;

  TsigError(int code) {
    this.code = code;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /** Whether the two ends have proven that they share the key, so that the error can be signed. */
  boolean isSigned() {
    return this == BADTIME || this == BADTRUNC;
  }
}
