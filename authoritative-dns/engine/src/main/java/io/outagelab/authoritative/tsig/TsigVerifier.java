package io.outagelab.authoritative.tsig;

import io.outagelab.authoritative.tsig.ResponseCheck.Accepted;
import io.outagelab.authoritative.tsig.ResponseCheck.Reason;
import io.outagelab.authoritative.tsig.ResponseCheck.Rejected;
import java.security.MessageDigest;
import java.time.Instant;
import javax.crypto.Mac;

/**
 * The receiving end of one exchange: checks each message that answers a signed request, in order.
 * The first must be signed, and then one in every hundred (RFC 8945 §5.3.1).
 */
public final class TsigVerifier {
  /** How many messages in a row may be without a signature. */
  static final int MAX_UNSIGNED = 99;

  private final TsigKey key;
  private Mac mac;
  private boolean first = true;
  private int unsigned;

  /** Expects the response to the request that carried this MAC. */
  TsigVerifier(TsigKey key, byte[] requestMac) {
    this.key = key;
    this.mac = chained(requestMac);
  }

  private Mac chained(byte[] previousMac) {
    Mac next = key.mac();
    TsigSigner.chain(next, previousMac);
    return next;
  }

  /** Checks the next message. After a rejected one nothing more is to be believed. */
  public ResponseCheck accept(byte[] message, Instant now) {
    return switch (TsigReading.of(message)) {
      case TsigReading.Malformed malformed -> new Rejected(Reason.MALFORMED);
      case TsigReading.Unsigned none -> acceptUnsigned(message);
      case TsigReading.Signed signed -> acceptSigned(signed, now.getEpochSecond());
    };
  }

  private ResponseCheck acceptUnsigned(byte[] message) {
    unsigned++;
    if (first || unsigned > MAX_UNSIGNED) {
      return new Rejected(Reason.UNSIGNED);
    }
    mac.update(message);
    return new Accepted(message, false);
  }

  private ResponseCheck acceptSigned(TsigReading.Signed signed, long now) {
    TsigRecord tsig = signed.tsig();
    if (!tsig.key().equals(key.name())
        || !tsig.algorithm().equals(key.algorithm().wireName())
        || (tsig.error() == 0 && tsig.mac().length != key.algorithm().macLength())) {
      return new Rejected(Reason.WRONG_KEY);
    }
    if (tsig.error() != 0) {
      return new Rejected(Reason.REFUSED_BY_SERVER);
    }
    mac.update(signed.original());
    mac.update(first ? tsig.variables() : tsig.timers());
    if (!MessageDigest.isEqual(mac.doFinal(), tsig.mac())) {
      return new Rejected(Reason.WRONG_MAC);
    }
    if (!tsig.isTimely(now)) {
      return new Rejected(Reason.WRONG_TIME);
    }
    first = false;
    unsigned = 0;
    mac = chained(tsig.mac());
    return new Accepted(signed.message(), true);
  }
}
