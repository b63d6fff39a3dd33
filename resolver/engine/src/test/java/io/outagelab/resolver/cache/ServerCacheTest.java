package io.outagelab.resolver.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.Tick;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.net.IpAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is remembered of name servers. */
class ServerCacheTest {
  private static final IpAddress SERVER = IpAddress.of("192.0.2.12");
  private static final Duration LONGEST = Duration.ofMillis(800);

  private final ServerCache cache =
      new ServerCache(10, Duration.ofSeconds(30), Duration.ofMinutes(15));

  @Test
  void waitsForAServerByItsRoundTripTimes() {
    assertThat(cache.patience(Tick.ZERO, SERVER, LONGEST)).isEqualTo(LONGEST);

    cache.answered(Tick.ZERO, SERVER, Duration.ofMillis(100));
    assertThat(cache.patience(Tick.ZERO, SERVER, LONGEST)).isEqualTo(Duration.ofMillis(300));
    cache.answered(Tick.ZERO, SERVER, Duration.ofSeconds(2));
    assertThat(cache.patience(Tick.ZERO, SERVER, LONGEST)).isEqualTo(LONGEST);
  }

  @Test
  void holdsASilentServerDownUntilItAnswers() {
    cache.keptSilent(Tick.ZERO, SERVER);
    Tick later = Tick.at(Duration.ofSeconds(29));

    assertThat(cache.isHeldDown(later, SERVER)).isTrue();
    assertThat(cache.wasSilentBefore(later, SERVER, later)).isTrue();
    assertThat(cache.wasSilentBefore(later, SERVER, Tick.ZERO)).isFalse();
    cache.answered(later, SERVER, Duration.ofMillis(10));
    assertThat(cache.isHeldDown(later, SERVER)).isFalse();
  }

  @Test
  void holdsItDownNoLongerThanThePolicySays() {
    cache.keptSilent(Tick.ZERO, SERVER);

    assertThat(cache.isHeldDown(Tick.at(Duration.ofSeconds(30)), SERVER)).isFalse();
  }

  @Test
  void forgetsAfterAWhile() {
    cache.answered(Tick.ZERO, SERVER, Duration.ofMillis(100));
    cache.refusedEdns(Tick.ZERO, SERVER);
    cache.isLame(Tick.ZERO, DnsNames.of("example.com"), SERVER);
    Tick later = Tick.at(Duration.ofMinutes(15));

    assertThat(cache.takesEdns(Tick.ZERO, SERVER)).isFalse();
    assertThat(cache.takesEdns(later, SERVER)).isTrue();
    assertThat(cache.roundTrip(later, SERVER)).isZero();
    assertThat(cache.knownLame(Tick.ZERO, DnsNames.of("example.com"), SERVER)).isTrue();
    assertThat(cache.knownLame(Tick.ZERO, DnsNames.of("example.net"), SERVER)).isFalse();
    assertThat(cache.knownLame(later, DnsNames.of("example.com"), SERVER)).isFalse();
  }
}
