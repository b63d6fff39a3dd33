package io.outagelab.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RouterChangeTest {
  @Test
  void comesOutOfARequestAsItWentIn() {
    RouterChange plain = RouterChange.drained("c-1", true);
    RouterChange confirmed =
        new RouterChange("c-2", plain.settings(), Optional.of(Duration.ofMinutes(10)));

    assertThat(RouterChange.from(plain.toRequest(5))).isEqualTo(plain);
    assertThat(RouterChange.from(confirmed.toRequest(6))).isEqualTo(confirmed);
  }
}
