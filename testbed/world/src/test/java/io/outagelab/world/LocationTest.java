package io.outagelab.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LocationTest {
  @Test
  void lightNeedsAboutFiveMicrosecondsPerKilometre() {
    Location london = new Location(51.51, -0.13);
    Location newYork = new Location(40.71, -74.01);

    assertThat(london.distanceTo(newYork)).isBetween(5_550.0, 5_590.0);
    assertThat(london.latencyTo(newYork))
        .isBetween(Duration.ofMillis(27), Duration.ofMillis(29))
        .isEqualTo(newYork.latencyTo(london));
    assertThat(london.latencyTo(london)).isEqualTo(Duration.ofNanos(100_000));
  }
}
