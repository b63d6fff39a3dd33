package io.outagelab.authoritative.tsig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.authoritative.tsig.ResponseCheck.Accepted;
import io.outagelab.authoritative.tsig.ResponseCheck.Reason;
import io.outagelab.authoritative.tsig.ResponseCheck.Rejected;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.Question;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import javax.crypto.Mac;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;

/** Transaction signatures, as RFC 8945 has them. */
class Rfc8945TsigTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
  private static final TsigKey KEY =
      TsigKey.of("Key.Example", TsigAlgorithm.HMAC_SHA256, "c2VjcmV0IG9mIHRoZSB0ZXN0cw==");
  private static final TsigKeys KEYS = new TsigKeys(List.of(KEY));
  private static final byte[] QUERY =
      DnsCodec.query(4711, Question.of(DnsNames.of("www.example"), Type.A), false).toWire();

  private static byte[] signed(TsigKey key) {
    return TsigSigner.ofRequest(key).sign(QUERY, NOW);
  }

  private static byte[] response(int id) {
    return DnsCodec.response(
            DnsCodec.query(id, Question.of(DnsNames.of("www.example"), Type.A), false),
            Rcode.NOERROR)
        .toWire();
  }

  private static RequestCheck check(byte[] request) {
    return RequestCheck.of(request, KEYS, NOW);
  }

  private static TsigSigner responder(byte[] request) {
    return ((RequestCheck.Verified) check(request)).signer();
  }

  /** The TSIG record of a refusal, whose header must say NOTAUTH (§5.2). */
  private static TSIGRecord refusal(RequestCheck check, TsigError error) {
    assertThat(check).isInstanceOf(RequestCheck.Refused.class);
    RequestCheck.Refused refused = (RequestCheck.Refused) check;
    Message response = DnsCodec.decode(refused.response()).orElseThrow();
    assertThat(refused.error()).isEqualTo(error);
    assertThat(response.getHeader().getRcode()).isEqualTo(Rcode.NOTAUTH);
    assertThat(response.getHeader().getID()).isEqualTo(4711);
    TSIGRecord tsig = (TSIGRecord) response.getSection(Section.ADDITIONAL).getLast();
    assertThat(tsig.getError()).isEqualTo(error.code());
    return tsig;
  }

  @ParameterizedTest
  @EnumSource(TsigAlgorithm.class)
  void verifiesWhatItSignedWithEveryAlgorithm(TsigAlgorithm algorithm) {
    TsigKey key = TsigKey.of("k", algorithm, "c2VjcmV0");

    RequestCheck check = RequestCheck.of(signed(key), new TsigKeys(List.of(key)), NOW);

    assertThat(check).isInstanceOf(RequestCheck.Verified.class);
    assertThat(((RequestCheck.Verified) check).message()).isEqualTo(QUERY);
    assertThat(((RequestCheck.Verified) check).key()).isSameAs(key);
    assertThat(signed(key)).hasSize(QUERY.length + TsigSigner.ofRequest(key).overhead());
  }

  /** §4.3.3: the message, then the key's name in lower case, class, TTL, algorithm, times … */
  @Test
  void macCoversTheMessageAndTheVariables() {
    ByteArrayOutputStream covered = new ByteArrayOutputStream();
    covered.writeBytes(QUERY);
    covered.writeBytes(new byte[] {3, 'k', 'e', 'y', 7, 'e', 'x', 'a', 'm', 'p', 'l', 'e', 0});
    covered.writeBytes(new byte[] {0, (byte) 255, 0, 0, 0, 0});
    covered.writeBytes(DnsNames.of("hmac-sha256").toWire());
    covered.write(ByteBuffer.allocate(8).putLong(NOW.getEpochSecond()).array(), 2, 6);
    covered.writeBytes(new byte[] {1, 44, 0, 0, 0, 0});
    Mac mac = KEY.mac();
    mac.update(covered.toByteArray());

    Message message = DnsCodec.decode(signed(KEY)).orElseThrow();

    TSIGRecord tsig = (TSIGRecord) message.getSection(Section.ADDITIONAL).getLast();
    assertThat(tsig.getSignature()).isEqualTo(mac.doFinal());
    assertThat(tsig.getOriginalID()).isEqualTo(4711);
  }

  /** §4.2: the name of a key compares like any domain name. */
  @Test
  void knowsAKeyInWhateverCase() {
    TsigKey shouting =
        TsigKey.of("KEY.EXAMPLE", TsigAlgorithm.HMAC_SHA256, "c2VjcmV0IG9mIHRoZSB0ZXN0cw==");

    assertThat(check(signed(shouting))).isInstanceOf(RequestCheck.Verified.class);
  }

  /** §4.3.2: a forwarder may have given the message another id. */
  @Test
  void verifiesByTheOriginalId() {
    byte[] forwarded = Wire.withId(signed(KEY), 99);

    RequestCheck check = check(forwarded);

    assertThat(check).isInstanceOf(RequestCheck.Verified.class);
    assertThat(Wire.id(((RequestCheck.Verified) check).message())).isEqualTo(99);
  }

  @Test
  void findsNoSignatureWhereThereIsNone() {
    assertThat(check(QUERY)).isInstanceOf(RequestCheck.Unsigned.class);
  }

  /** §5.2.1. */
  @Test
  void answersBadkeyUnsignedToAnUnknownKey() {
    TsigKey unknown = TsigKey.of("other", TsigAlgorithm.HMAC_SHA256, "c2VjcmV0");
    TsigKey otherAlgorithm =
        TsigKey.of("key.example", TsigAlgorithm.HMAC_SHA512, "c2VjcmV0IG9mIHRoZSB0ZXN0cw==");

    assertThat(refusal(check(signed(unknown)), TsigError.BADKEY).getSignature()).isEmpty();
    assertThat(refusal(check(signed(otherAlgorithm)), TsigError.BADKEY).getSignature()).isEmpty();
  }

  /** §5.2.2. */
  @Test
  void answersBadsigUnsignedToAWrongMac() {
    byte[] request = signed(KEY);
    request[QUERY.length - 6] ^= 1;

    assertThat(refusal(check(request), TsigError.BADSIG).getSignature()).isEmpty();
  }

  /** §5.2.3: signed, with the client's time and ours beside it. */
  @Test
  void answersBadtimeSignedWithOurTime() {
    byte[] request = signed(KEY);
    Instant late = NOW.plusSeconds(301);

    RequestCheck check = RequestCheck.of(request, KEYS, late);

    TSIGRecord tsig = refusal(check, TsigError.BADTIME);
    assertThat(tsig.getSignature()).hasSize(32);
    assertThat(tsig.getTimeSigned()).isEqualTo(NOW);
    assertThat(tsig.getOther()).isEqualTo(TsigRecord.octetsOf(late.getEpochSecond()));
  }

  /** §5.2.3: the fudge counts both ways, and its end is within. */
  @ParameterizedTest
  @ValueSource(ints = {-300, 300})
  void acceptsATimeWithinTheFudge(int seconds) {
    assertThat(RequestCheck.of(signed(KEY), KEYS, NOW.plusSeconds(seconds)))
        .isInstanceOf(RequestCheck.Verified.class);
    assertThat(RequestCheck.of(signed(KEY), KEYS, NOW.plusSeconds(seconds + seconds / 300)))
        .isInstanceOf(RequestCheck.Refused.class);
  }

  /** §5.2.4: a MAC that is right but cut is refused, and the refusal signed. */
  @Test
  void answersBadtruncSignedToATruncatedMac() {
    assertThat(refusal(check(withMacOf(16)), TsigError.BADTRUNC).getSignature()).hasSize(32);
    assertThat(refusal(check(withMacOf(31)), TsigError.BADTRUNC).getSignature()).hasSize(32);
  }

  /** §5.2.2.1: less than half of the MAC, or more than all, is a format error. */
  @Test
  void takesAMacOfImpossibleLengthForMalformed() {
    assertThat(check(withMacOf(15))).isInstanceOf(RequestCheck.Malformed.class);
    assertThat(check(withMacOf(33))).isInstanceOf(RequestCheck.Malformed.class);
    assertThat(check(withMacOf(0))).isInstanceOf(RequestCheck.Malformed.class);
  }

  private static byte[] withMacOf(int length) {
    TsigReading.Signed whole = (TsigReading.Signed) TsigReading.of(signed(KEY));
    return whole.tsig().signed(Arrays.copyOf(whole.tsig().mac(), length)).appendedTo(QUERY);
  }

  /** §5.1. */
  @Test
  void takesATsigRecordThatIsNotTheLastForMalformed() {
    byte[] twice = TsigSigner.ofRequest(KEY).sign(signed(KEY), NOW);
    byte[] trailing = Arrays.copyOf(signed(KEY), signed(KEY).length + 1);

    assertThat(check(twice)).isInstanceOf(RequestCheck.Malformed.class);
    assertThat(check(trailing)).isInstanceOf(RequestCheck.Malformed.class);
  }

  /** §5.3: the MAC of the response covers that of the request. */
  @Test
  void verifiesAResponseToItsOwnRequestOnly() {
    TsigSigner client = TsigSigner.ofRequest(KEY);
    byte[] answer = responder(client.sign(QUERY, NOW)).sign(response(4711), NOW);
    TsigSigner other = TsigSigner.ofRequest(KEY);
    other.sign(QUERY, NOW.plusSeconds(1));

    assertThat(client.verifier().accept(answer, NOW))
        .isInstanceOfSatisfying(
            Accepted.class, accepted -> assertThat(accepted.message()).isEqualTo(response(4711)));
    assertThat(other.verifier().accept(answer, NOW)).isEqualTo(new Rejected(Reason.WRONG_MAC));
  }

  /** §5.3. */
  @Test
  void rejectsAResponseThatIsOldOrUnsignedOrOfAnotherKey() {
    TsigSigner client = TsigSigner.ofRequest(KEY);
    byte[] answer = responder(client.sign(QUERY, NOW)).sign(response(4711), NOW);

    assertThat(client.verifier().accept(answer, NOW.plusSeconds(301)))
        .isEqualTo(new Rejected(Reason.WRONG_TIME));
    assertThat(client.verifier().accept(response(4711), NOW))
        .isEqualTo(new Rejected(Reason.UNSIGNED));
    TsigKey other = TsigKey.of("other", TsigAlgorithm.HMAC_SHA256, "c2VjcmV0");
    assertThat(client.verifier().accept(TsigSigner.ofRequest(other).sign(answer, NOW), NOW))
        .isInstanceOf(Rejected.class);
    assertThat(client.verifier().accept(new byte[3], NOW))
        .isEqualTo(new Rejected(Reason.MALFORMED));
  }

  /** §5.3.2: an error is no answer. */
  @Test
  void seesThatTheServerRefusesTheSignature() {
    TsigSigner client = TsigSigner.ofRequest(KEY);
    RequestCheck check = RequestCheck.of(client.sign(QUERY, NOW), TsigKeys.NONE, NOW);

    assertThat(client.verifier().accept(((RequestCheck.Refused) check).response(), NOW))
        .isEqualTo(new Rejected(Reason.REFUSED_BY_SERVER));
  }

  /** §5.3.1: each signature after the first covers the one before it. */
  @Test
  void verifiesAStreamInItsOrderOnly() {
    TsigSigner client = TsigSigner.ofRequest(KEY);
    TsigSigner server = responder(client.sign(QUERY, NOW));
    List<byte[]> stream =
        List.of(
            server.sign(response(1), NOW),
            server.sign(response(2), NOW),
            server.sign(response(3), NOW.plusSeconds(10)));

    TsigVerifier inOrder = client.verifier();
    assertThat(stream)
        .allSatisfy(
            message -> assertThat(inOrder.accept(message, NOW)).isInstanceOf(Accepted.class));
    TsigVerifier lossy = client.verifier();
    lossy.accept(stream.get(0), NOW);
    assertThat(lossy.accept(stream.get(2), NOW)).isEqualTo(new Rejected(Reason.WRONG_MAC));
  }

  /** §5.3.1: up to 99 messages between two signed ones may be unsigned; the next covers them. */
  @ParameterizedTest
  @ValueSource(ints = {1, 98, 99, 100})
  void acceptsUpTo99UnsignedMessagesInARow(int unsigned) {
    TsigSigner client = TsigSigner.ofRequest(KEY);
    byte[] first = responder(client.sign(QUERY, NOW)).sign(response(1), NOW);
    TsigVerifier verifier = client.verifier();
    verifier.accept(first, NOW);
    Mac mac = KEY.mac();
    TsigSigner.chain(mac, ((TsigReading.Signed) TsigReading.of(first)).tsig().mac());

    ResponseCheck last = new Accepted(first, true);
    for (int i = 0; i < unsigned; i++) {
      mac.update(response(i));
      last = verifier.accept(response(i), NOW);
    }

    if (unsigned > TsigVerifier.MAX_UNSIGNED) {
      assertThat(last).isEqualTo(new Rejected(Reason.UNSIGNED));
      return;
    }
    assertThat(last)
        .isInstanceOfSatisfying(Accepted.class, ok -> assertThat(ok.signed()).isFalse());
    TsigRecord end = ((TsigReading.Signed) TsigReading.of(first)).tsig();
    mac.update(Wire.withId(response(7), end.originalId()));
    mac.update(end.timers());
    assertThat(verifier.accept(end.signed(mac.doFinal()).appendedTo(response(7)), NOW))
        .isInstanceOfSatisfying(Accepted.class, ok -> assertThat(ok.signed()).isTrue());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void neverVerifiesADamagedRequest(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] sound = signed(KEY);
    for (int round = 0; round < 5_000; round++) {
      byte[] damaged = sound.clone();
      // The id is the forwarder's to change, the original one is covered.
      damaged[random.nextInt(2, damaged.length)] ^= (byte) (1 << random.nextInt(8));
      byte[] cut =
          random.nextBoolean() ? damaged : Arrays.copyOf(sound, random.nextInt(sound.length));

      if (check(cut) instanceof RequestCheck.Verified verified) {
        assertThat(verified.message()).as("seed %d", seed).isEqualTo(QUERY);
      }
    }
  }

  @Test
  void refusesKeysThatCannotBe() {
    assertThatThrownBy(() -> TsigKey.of("k", TsigAlgorithm.HMAC_SHA256, "no base64!"))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining("'k'");
    assertThatThrownBy(() -> TsigKey.of("k", TsigAlgorithm.HMAC_SHA256, ""))
        .isInstanceOf(LabConfigurationException.class);
    assertThatThrownBy(() -> TsigAlgorithm.of("hmac-md5"))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining("hmac-sha256, hmac-sha384, hmac-sha512");
    assertThatThrownBy(() -> new TsigKeys(List.of(KEY, KEY)))
        .isInstanceOf(LabConfigurationException.class);
    assertThat(KEY.toString()).doesNotContain("c2Vj").doesNotContain("secret");
  }
}
