package io.outagelab.world.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "0s, PT0S",
    "50ms, PT0.05S",
    "90s, PT1M30S",
    "40m, PT40M",
    "5h21m, PT5H21M",
    "1h2m3s4ms, PT1H2M3.004S",
    "7d, PT168H"
  })
  void readsUnitsFromTheLargestDown(String text, Duration expected) {
    assertThat(Durations.parse(text)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "5", "-5s", "1.5h", "5 m", "5m1h", "5mm", "5M", "1s1s", "PT5S"})
  void refusesEverythingElse(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "50ms", "1m30s", "5h21m", "7d", "1d2h3m4s5ms"})
  void displaysWhatItReads(String text) {
    assertThat(Durations.parse(text).map(Durations::display)).contains(text);
  }
}
