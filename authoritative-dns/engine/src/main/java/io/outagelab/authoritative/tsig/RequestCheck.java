package io.outagelab.authoritative.tsig;

import io.outagelab.core.dns.DnsCodec;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import org.xbill.DNS.Rcode;

/** What a server finds when it checks the signature of a request (RFC 8945 §5.2). */
public sealed interface RequestCheck {
  /** The request is not signed, and its responses will not be. */
  record Unsigned() implements RequestCheck {}

  /** The request has a TSIG record that is broken or not the last one: FORMERR (§5.1). */
  record Malformed() implements RequestCheck {}

  /**
   * The signature is right.
   *
   * @param message the request without the signature
   * @param key the key that the client has proven to hold
   * @param signer signs the responses
   */
  record Verified(byte[] message, TsigKey key, TsigSigner signer) implements RequestCheck {}

  /**
   * The signature does not count.
   *
   * @param error why
   * @param response the whole response that says so, NOTAUTH
   */
  record Refused(TsigError error, byte[] response) implements RequestCheck {}

  /** Checks a request in the order of RFC 8945 §5.2: key, MAC, time, truncation. */
  static RequestCheck of(byte[] request, TsigKeys keys, Instant now) {
    return switch (TsigReading.of(request)) {
      case TsigReading.Unsigned unsigned -> new Unsigned();
      case TsigReading.Malformed malformed -> new Malformed();
      case TsigReading.Signed signed -> check(signed, keys, now.getEpochSecond());
    };
  }

  private static RequestCheck check(TsigReading.Signed signed, TsigKeys keys, long now) {
    TsigRecord tsig = signed.tsig();
    Optional<TsigKey> known =
        keys.find(tsig.key())
            .filter(key -> TsigAlgorithm.of(tsig.algorithm()).equals(Optional.of(key.algorithm())));
    if (known.isEmpty()) {
      return refused(TsigError.BADKEY, signed, Optional.empty(), now);
    }
    TsigKey key = known.get();
    if (tsig.mac().length > key.algorithm().macLength()
        || tsig.mac().length < TsigSigner.leastMac(key)) {
      return new Malformed();
    }
    Mac mac = key.mac();
    mac.update(signed.original());
    mac.update(tsig.variables());
    TsigSigner signer = TsigSigner.ofResponses(key, tsig);
    if (!startsWith(mac.doFinal(), tsig.mac())) {
      return refused(TsigError.BADSIG, signed, Optional.empty(), now);
    }
    if (!tsig.isTimely(now)) {
      return refused(TsigError.BADTIME, signed, Optional.of(signer), now);
    }
    if (tsig.mac().length < key.algorithm().macLength()) {
      return refused(TsigError.BADTRUNC, signed, Optional.of(signer), now);
    }
    return new Verified(signed.message(), key, signer);
  }

  /** Compares as many octets as were sent, in a time that does not depend on where they differ. */
  private static boolean startsWith(byte[] whole, byte[] sent) {
    return MessageDigest.isEqual(Arrays.copyOf(whole, sent.length), sent);
  }

  private static RequestCheck refused(
      TsigError error, TsigReading.Signed request, Optional<TsigSigner> signer, long now) {
    return DnsCodec.decode(request.message())
        .map(query -> DnsCodec.response(query, Rcode.NOTAUTH).toWire())
        .<RequestCheck>map(
            response ->
                new Refused(
                    error,
                    error.isSigned() && signer.isPresent()
                        ? signer.get().signError(response, error, request.tsig(), now)
                        : TsigSigner.unsigned(response, error, request.tsig())))
        .orElseGet(Malformed::new);
  }
}
