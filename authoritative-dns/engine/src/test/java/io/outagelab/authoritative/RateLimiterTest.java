package io.outagelab.authoritative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.authoritative.RateLimiter.Verdict;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.net.IpAddress;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private static final long SECOND = 1_000_000_000;
  private static final byte[] KEY = new byte[SipHash.KEY];
  private static final int RATE = 10;

  private final RateLimiter limiter = new RateLimiter(new RateLimit(RATE, 2, 24, 56), KEY);

  private static byte[] address(String literal) {
    return IpAddress.of(literal).toInetAddress().getAddress();
  }

  private int sent(byte[] client, int likeness, long from, long until, int queries) {
    int sent = 0;
    for (int i = 0; i < queries; i++) {
      long now = from + (until - from) * i / queries;
      sent += limiter.judge(client, likeness, now) == Verdict.SEND ? 1 : 0;
    }
    return sent;
  }

  @Test
  void sendsASecondsWorthAtOnceAndThenWhatTheRateAllows() {
    byte[] client = address("192.0.2.1");

    assertThat(sent(client, 1, SECOND, SECOND, 1_000)).isEqualTo(RATE);
    assertThat(sent(client, 1, SECOND, 11 * SECOND, 10_000)).isBetween(10 * RATE - 1, 10 * RATE);
  }

  @Test
  void letsEveryOtherOfTheRestSlip() {
    byte[] client = address("192.0.2.1");
    var unused = sent(client, 1, 0, 0, RATE);

    assertThat(limiter.judge(client, 1, 0)).isEqualTo(Verdict.DROP);
    assertThat(limiter.judge(client, 1, 0)).isEqualTo(Verdict.SLIP);
    assertThat(limiter.judge(client, 1, 0)).isEqualTo(Verdict.DROP);
  }

  @Test
  void takesTheAddressesOfANetworkTogether() {
    assertThat(sent(address("192.0.2.1"), 1, 0, 0, 100)).isEqualTo(RATE);

    assertThat(sent(address("192.0.2.200"), 1, 0, 0, 100)).isZero();
    assertThat(sent(address("192.0.3.1"), 1, 0, 0, 100)).isEqualTo(RATE);
    assertThat(sent(address("2001:db8:0:100::1"), 1, 0, 0, 100)).isEqualTo(RATE);
    assertThat(sent(address("2001:db8:0:1ff::1"), 1, 0, 0, 100)).isZero();
    assertThat(sent(address("2001:db8:0:200::1"), 1, 0, 0, 100)).isEqualTo(RATE);
  }

  @Test
  void countsEachKindOfAnswerForItself() {
    assertThat(sent(address("192.0.2.1"), 1, 0, 0, 100)).isEqualTo(RATE);

    assertThat(sent(address("192.0.2.1"), 2, 0, 0, 100)).isEqualTo(RATE);
  }

  /** System.nanoTime may be negative. */
  @Test
  void takesAClockOfAnyOrigin() {
    assertThat(sent(address("192.0.2.1"), 1, -9 * SECOND, -9 * SECOND, 100)).isEqualTo(RATE);
    assertThat(sent(address("192.0.2.1"), 1, -9 * SECOND, SECOND, 10_000))
        .isBetween(10 * RATE - 1, 10 * RATE);
  }

  @Test
  void dividesALimitAmongLoops() {
    assertThat(RateLimit.USUAL.sharedBy(4).responsesPerSecond()).isEqualTo(50);
    assertThat(RateLimit.USUAL.sharedBy(300).responsesPerSecond()).isEqualTo(1);
  }

  /** An attacker with every address there is finds no more room than the table has. */
  @Test
  void forgetsWhoWasQuietLongest() {
    SplittableRandom random = new SplittableRandom(1);
    byte[] flooded = address("192.0.2.1");
    int sent = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] other = new byte[4];
      random.nextBytes(other);
      var unused = limiter.judge(other, 1, SECOND);
      sent += limiter.judge(flooded, 7, SECOND) == Verdict.SEND ? 1 : 0;
    }

    assertThat(sent).isLessThan(10 * RATE);
  }

  @Test
  void refusesLimitsThatLimitNothing() {
    assertThatThrownBy(() -> new RateLimit(0, 2, 24, 56))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining("responses per second")
        .hasMessageContaining("1 to 1000000");
  }
}
