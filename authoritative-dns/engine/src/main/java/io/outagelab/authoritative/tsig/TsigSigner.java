package io.outagelab.authoritative.tsig;

import java.time.Instant;
import javax.crypto.Mac;

/**
 * The signing end of one exchange: signs a request, or every message of the response to one (RFC
 * 8945 §5.3.1). Each signature covers the one before it, so the messages have one order.
 */
public final class TsigSigner {
  /** How many seconds the clocks of the two ends may be apart: what RFC 8945 §10 advises. */
  static final int FUDGE = 300;

  private static final int SHORTEST_MAC = 10;
  private static final int FROM_MESSAGE = -1;
  private static final byte[] NOTHING = {};

  private final TsigKey key;
  private final int originalId;
  private byte[] previousMac;
  private boolean first = true;

  private TsigSigner(TsigKey key, int originalId, byte[] previousMac) {
    this.key = key;
    this.originalId = originalId;
    this.previousMac = previousMac;
  }

  /** Signs one request, and no other after it. */
  public static TsigSigner ofRequest(TsigKey key) {
    return new TsigSigner(key, FROM_MESSAGE, NOTHING);
  }

  /** Signs what answers a request. */
  static TsigSigner ofResponses(TsigKey key, TsigRecord request) {
    return new TsigSigner(key, request.originalId(), request.mac());
  }

  /** The fewest octets that a MAC of this key may have (RFC 8945 §5.2.2.1). */
  static int leastMac(TsigKey key) {
    return Math.max(SHORTEST_MAC, key.algorithm().macLength() / 2);
  }

  /** The message with its signature. */
  public byte[] sign(byte[] message, Instant now) {
    return sign(message, record(message, now.getEpochSecond(), 0, NOTHING));
  }

  /** How many octets a signature adds to a message. */
  public int overhead() {
    return TsigRecord.length(key);
  }

  /** The verifier of what comes back for the request that was signed last. */
  public TsigVerifier verifier() {
    return new TsigVerifier(key, previousMac);
  }

  /** A response that refuses the request, signed; it tells our time where that is the reason. */
  byte[] signError(byte[] response, TsigError error, TsigRecord request, long now) {
    byte[] other = error == TsigError.BADTIME ? TsigRecord.octetsOf(now) : NOTHING;
    // RFC 8945 §5.2.3: the client is to accept it by its own clock.
    long time = error == TsigError.BADTIME ? request.timeSigned() : now;
    return sign(response, record(response, time, error.code(), other));
  }

  /** A response that refuses the request for want of a common key, and so without signature. */
  static byte[] unsigned(byte[] response, TsigError error, TsigRecord request) {
    return new TsigRecord(
            request.key(),
            request.algorithm(),
            request.timeSigned(),
            request.fudge(),
            NOTHING,
            request.originalId(),
            error.code(),
            NOTHING)
        .appendedTo(response);
  }

  private TsigRecord record(byte[] message, long time, int error, byte[] other) {
    int id = originalId == FROM_MESSAGE ? Wire.id(message) : originalId;
    return new TsigRecord(
        key.name(), key.algorithm().wireName(), time, FUDGE, NOTHING, id, error, other);
  }

  private byte[] sign(byte[] message, TsigRecord tsig) {
    Mac mac = key.mac();
    chain(mac, previousMac);
    mac.update(Wire.withId(message, tsig.originalId()));
    mac.update(first ? tsig.variables() : tsig.timers());
    previousMac = mac.doFinal();
    first = false;
    return tsig.signed(previousMac).appendedTo(message);
  }

  /** Hashes an earlier MAC with its length before it (RFC 8945 §4.3.1); none for a request. */
  static void chain(Mac mac, byte[] previous) {
    if (previous.length > 0) {
      mac.update((byte) (previous.length >> 8));
      mac.update((byte) previous.length);
      mac.update(previous);
    }
  }
}
