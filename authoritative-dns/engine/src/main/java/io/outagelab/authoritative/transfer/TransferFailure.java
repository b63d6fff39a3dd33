package io.outagelab.authoritative.transfer;

import java.util.Locale;
import org.xbill.DNS.Rcode;

/** Why a primary did not give what it was asked for. */
public enum TransferFailure {
  /** A message is none, is not the response, or its records are in no order that makes a zone. */
  MALFORMED,
  /** A signature is missing or wrong. */
  BAD_SIGNATURE,
  /** A difference does not fit the version held (RFC 1995 §4). */
  DOES_NOT_APPLY,
  /** A record is of another zone or another class. */
  FOREIGN_RECORD,
  /** More records than are taken. */
  TOO_LARGE,
  /** The server does not serve the zone, or does not know our key: NOTAUTH. */
  NOT_AUTHORITATIVE,
  /** The server does not know what is asked: FORMERR or NOTIMP. */
  NOT_IMPLEMENTED,
  /** The server does not give the zone to us. */
  REFUSED,
  /** The server failed, or answered with another rcode. */
  SERVER_FAILURE,
  /** The server cannot be reached, or ended the connection early. */
  UNREACHABLE,
  /** The server has been silent for too long. */
  TIMED_OUT,
  /** The server's version is older than ours. */
  OLDER;

  /** What this rcode means. */
  static TransferFailure of(int rcode) {
    return switch (rcode) {
      case Rcode.FORMERR, Rcode.NOTIMP -> NOT_IMPLEMENTED;
      case Rcode.REFUSED -> REFUSED;
      case Rcode.NOTAUTH -> NOT_AUTHORITATIVE;
      default -> SERVER_FAILURE;
    };
  }

  /** Whether a server that fails so at IXFR may still be good for AXFR (RFC 1995 §4). */
  boolean mayStillDoAxfr() {
    return this == DOES_NOT_APPLY
        || this == NOT_IMPLEMENTED
        || this == MALFORMED
        || this == FOREIGN_RECORD
        || this == SERVER_FAILURE
        || this == REFUSED;
  }

  /** As events spell it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
