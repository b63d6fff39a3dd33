package io.outagelab.authoritative.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** RFC 1982: serial number arithmetic, with SERIAL_BITS 32. */
class SerialTest {
  private static final long MAX = 0xffff_ffffL;
  private static final long HALF = 1L << 31;

  private static boolean isNewer(long a, long b) {
    return new Serial(a).isNewerThan(new Serial(b));
  }

  /** §3.1. */
  @Test
  void growsRoundTheCircle() {
    assertThat(new Serial(1).plus(1)).isEqualTo(new Serial(2));
    assertThat(new Serial(MAX).plus(1)).isEqualTo(new Serial(0));
    assertThat(new Serial(5).plus(HALF - 1)).isEqualTo(new Serial(HALF + 4));
    assertThatThrownBy(() -> new Serial(5).plus(HALF)).isInstanceOf(IllegalArgumentException.class);
  }

  /** §3.2. */
  @Test
  void comparesRoundTheCircle() {
    assertThat(isNewer(1, 0)).isTrue();
    assertThat(isNewer(0, 1)).isFalse();
    assertThat(isNewer(44, 44)).isFalse();
    assertThat(isNewer(0, MAX)).isTrue();
    assertThat(isNewer(MAX, 0)).isFalse();
    assertThat(isNewer(100, MAX - 100)).isTrue();
    assertThat(isNewer(HALF - 1, 0)).isTrue();
  }

  /** §3.2: half a circle apart, neither is greater. */
  @Test
  void leavesSerialsHalfACircleApartWithoutOrder() {
    assertThat(isNewer(HALF, 0)).isFalse();
    assertThat(isNewer(0, HALF)).isFalse();
  }

  @Test
  void refusesWhatIsNoSerial() {
    assertThatThrownBy(() -> new Serial(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Serial(MAX + 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
