package io.outagelab.authoritative.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.authoritative.tsig.TsigAlgorithm;
import io.outagelab.authoritative.tsig.TsigKey;
import io.outagelab.authoritative.tsig.TsigSigner;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.Question;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Type;

/** What goes to those who move zones, and what to those who answer. */
class ZoneTrafficTest {
  private static Message query(int type) {
    return DnsCodec.query(1, Question.of(DnsNames.of("www.example"), type), true);
  }

  private static boolean includes(byte[] octets) {
    return ZoneTraffic.includes(octets, octets.length);
  }

  @ParameterizedTest
  @ValueSource(ints = {Type.A, Type.SOA, Type.ANY, Type.TSIG, 65_280})
  void ordinaryQueriesAreNone(int type) {
    assertThat(includes(query(type).toWire())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {Type.AXFR, Type.IXFR})
  void requestsForZonesAre(int type) {
    assertThat(includes(query(type).toWire())).isTrue();
  }

  @Test
  void notifyIsButNotItsResponse() {
    Message notify = query(Type.SOA);
    notify.getHeader().setOpcode(Opcode.NOTIFY);
    assertThat(includes(notify.toWire())).isTrue();

    notify.getHeader().setFlag(Flags.QR);
    assertThat(includes(notify.toWire())).isFalse();
  }

  /** RFC 8945 §5.1: the signature is the last record. */
  @Test
  void whateverIsSignedIs() {
    TsigKey key = TsigKey.of("key", TsigAlgorithm.HMAC_SHA256, "c2VjcmV0");

    byte[] signed = TsigSigner.ofRequest(key).sign(query(Type.A).toWire(), Instant.EPOCH);

    assertThat(includes(signed)).isTrue();
    for (int length = 0; length < signed.length - 1; length++) {
      // What is cut off does not count, wherever the cut is.
      assertThat(includes(Arrays.copyOf(signed, length)))
          .isEqualTo(ZoneTraffic.includes(signed, length));
    }
  }

  @Test
  void anyOctetsAreReadWithoutFailure() {
    SplittableRandom random = new SplittableRandom(1);
    for (int run = 0; run < 200_000; run++) {
      byte[] octets = new byte[random.nextInt(64)];
      random.nextBytes(octets);
      assertThat(includes(octets)).isIn(true, false);
    }
  }
}
