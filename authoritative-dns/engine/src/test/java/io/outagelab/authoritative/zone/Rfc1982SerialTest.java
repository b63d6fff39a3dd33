package io.outagelab.authoritative.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Serial number arithmetic, as RFC 1982 has it. */
class Rfc1982SerialTest {
  private static final long MAX = 0xffff_ffffL;

  /** §3.2, with the examples of §5.2 stretched to 32 bits. */
  @ParameterizedTest
  @CsvSource({
    "1, 0, true",
    "0, 1, false",
    "7, 7, false",
    "0, 4294967295, true",
    "100, 4294967295, true",
    "2147483647, 0, true",
    "2147483649, 1, false",
    "1, 2147483650, true",
    "2147483648, 0, false",
    "0, 2147483648, false",
  })
  void comparesOnTheCircle(long one, long other, boolean newer) {
    assertThat(new Serial(one).isNewerThan(new Serial(other))).isEqualTo(newer);
  }

  /** §3.1. */
  @Test
  void addsOnTheCircle() {
    assertThat(new Serial(MAX).plus(1)).isEqualTo(new Serial(0));
    assertThat(new Serial(5).plus(0)).isEqualTo(new Serial(5));
    assertThat(new Serial(MAX).plus(2_147_483_647L)).isEqualTo(new Serial(2_147_483_646L));
    assertThatThrownBy(() -> new Serial(0).plus(2_147_483_648L))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Serial(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Serial(MAX + 1)).isInstanceOf(IllegalArgumentException.class);
  }

  /** §3.1, §3.2: what was added to is older. */
  @Test
  void growsByWhateverIsAdded() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 10_000; round++) {
      Serial serial = new Serial(random.nextLong(MAX + 1));
      Serial later = serial.plus(random.nextLong(1, 1L << 31));

      assertThat(later.isNewerThan(serial)).isTrue();
      assertThat(serial.isNewerThan(later)).isFalse();
    }
  }
}
