package io.outagelab.resolver.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.Tick;
import io.outagelab.core.dns.DnsNames;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

/** RFC 9520 §3.2. */
class FailureCacheTest {
  private static final Name ZONE = DnsNames.of("example.com");

  @Test
  void keepsARepeatedFailureTwiceAsLongUpToTheMaximum() {
    FailureCache cache = new FailureCache(10, Duration.ofSeconds(5), Duration.ofSeconds(15));

    assertThat(kept(cache, 0)).isEqualTo(5);
    assertThat(kept(cache, 6)).isEqualTo(10);
    assertThat(kept(cache, 20)).isEqualTo(15);
    assertThat(kept(cache, 40)).isEqualTo(15);
  }

  @Test
  void beginsAnewAfterARecovery() {
    FailureCache cache = new FailureCache(10, Duration.ofSeconds(5), Duration.ofSeconds(60));
    kept(cache, 0);
    cache.recovered(ZONE);

    assertThat(cache.failingSince(Tick.ZERO, ZONE)).isEmpty();
    assertThat(kept(cache, 6)).isEqualTo(5);
  }

  @Test
  void remembersNothingWithATtlOfZero() {
    FailureCache cache = new FailureCache(10, Duration.ZERO, Duration.ZERO);

    assertThat(kept(cache, 0)).isZero();
    assertThat(cache.size()).isZero();
  }

  @Test
  void isBounded() {
    FailureCache cache = new FailureCache(10, Duration.ofSeconds(5), Duration.ofSeconds(5));

    for (int i = 0; i < 1_000; i++) {
      cache.failed(Tick.ZERO, DnsNames.of("zone" + i));
    }

    assertThat(cache.size()).isEqualTo(10);
  }

  /** Fails the zone at this second; for how many seconds it is then failing. */
  private static int kept(FailureCache cache, int second) {
    Tick now = Tick.at(Duration.ofSeconds(second));
    cache.failed(now, ZONE);
    int seconds = 0;
    while (cache.failingSince(now.plus(Duration.ofSeconds(seconds)), ZONE).isPresent()) {
      seconds++;
    }
    return seconds;
  }
}
