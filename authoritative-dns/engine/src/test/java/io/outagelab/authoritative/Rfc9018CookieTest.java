package io.outagelab.authoritative;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.net.IpAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9018, interoperable server cookies, with the figures of its appendix A. */
class Rfc9018CookieTest {
  private static final long MADE_AT = 1_559_731_985;
  private static final byte[] CLIENT = IpAddress.of("198.51.100.100").toInetAddress().getAddress();
  private static final String WHOLE = "2464c4abcf10c957010000005cf79f111f8130c3eee29480";

  private final Cookies cookies = new Cookies(hex("e5e973e5a6b2a43f48e7dc849e37bfcf"));

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  /** Appendix A.1. */
  @Test
  void makesTheCookieThatAllServersWithTheSecretMake() {
    byte[] response = new byte[Cookies.WHOLE + 2];

    cookies.write(hex(WHOLE), 0, CLIENT, MADE_AT, response, 1);

    assertThat(HexFormat.of().formatHex(response, 1, 1 + Cookies.WHOLE)).isEqualTo(WHOLE);
  }

  /** §4.3: an hour, and five minutes for clocks that differ. */
  @ParameterizedTest
  @ValueSource(longs = {0, 3_600, -300})
  void acceptsItsOwnCookieForAnHour(long age) {
    assertThat(isValid(hex(WHOLE), CLIENT, MADE_AT + age)).isTrue();
  }

  /** §4.3. */
  @ParameterizedTest
  @ValueSource(longs = {3_601, -301})
  void refusesACookieThatIsTooOldOrOfTheFuture(long age) {
    assertThat(isValid(hex(WHOLE), CLIENT, MADE_AT + age)).isFalse();
  }

  /** §4.2, appendix A.3: the reserved octets are hashed, and not looked at otherwise. */
  @Test
  void acceptsACookieWithReservedOctetsThatAnotherServerHasSet() {
    byte[] client = IpAddress.of("203.0.113.203").toInetAddress().getAddress();
    byte[] cookie = hex("fc93fc62807ddb8601abcdef5cf78f71a314227b6679ebf5");

    assertThat(isValid(cookie, client, 1_559_727_985 + 600)).isTrue();
  }

  /** RFC 7873 §5.2.3: it holds for one client at one address. */
  @Test
  void refusesACookieOfAnotherClient() {
    byte[] neighbour = IpAddress.of("198.51.100.101").toInetAddress().getAddress();

    assertThat(isValid(hex(WHOLE), neighbour, MADE_AT)).isFalse();
  }

  @Test
  void refusesACookieWithAnyBitFlipped() {
    for (int bit = 0; bit < Cookies.WHOLE * 8; bit++) {
      byte[] flipped = hex(WHOLE);
      flipped[bit / 8] ^= (byte) (1 << bit % 8);

      assertThat(isValid(flipped, CLIENT, MADE_AT)).as("bit %d", bit).isFalse();
    }
  }

  /** RFC 7873 §5.2.3: those of other makes and lengths are no cookies of ours. */
  @Test
  void refusesCookiesOfOtherLengths() {
    byte[] longer = Arrays.copyOf(hex(WHOLE), Cookies.MAX);

    assertThat(cookies.isValid(longer, 0, Cookies.MAX, CLIENT, MADE_AT)).isFalse();
    assertThat(cookies.isValid(longer, 0, Cookies.CLIENT, CLIENT, MADE_AT)).isFalse();
  }

  private boolean isValid(byte[] cookie, byte[] client, long now) {
    return cookies.isValid(cookie, 0, Cookies.WHOLE, client, now);
  }
}
