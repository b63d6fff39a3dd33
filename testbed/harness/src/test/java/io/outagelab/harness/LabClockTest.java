package io.outagelab.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.Tick;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A machine that stood still is no outage. */
class LabClockTest {
  private final AtomicLong real = new AtomicLong(-7_000_000_000L);
  private final LabClock clock = new LabClock(real::get);

  private void pass(Duration time) {
    real.addAndGet(time.toNanos());
  }

  private static Tick at(Duration sinceStart) {
    return new Tick(sinceStart.toNanos());
  }

  @Test
  void isRealTimeWhileTheThreadShowsItself() {
    for (int i = 1; i <= 10; i++) {
      pass(Duration.ofMillis(150));
      assertThat(clock.now()).isEqualTo(at(Duration.ofMillis(150L * i)));
      assertThat(clock.beat()).isEqualTo(at(Duration.ofMillis(150L * i)));
    }
    assertThat(clock.skipped()).isZero();
  }

  @Test
  void standsStillWithTheThreadAndNeverGoesBack() {
    pass(Duration.ofHours(1));
    Tick during = clock.now();
    assertThat(during).isEqualTo(at(LabClock.GRACE));

    assertThat(clock.beat()).isEqualTo(during);
    assertThat(clock.skipped()).isEqualTo(Duration.ofHours(1).minus(LabClock.GRACE));
    pass(Duration.ofMillis(30));
    assertThat(clock.now()).isEqualTo(at(LabClock.GRACE.plusMillis(30)));
  }

  @Test
  void goesOnWhileTheThreadRestsAsLongAsItSaid() {
    clock.rest(Duration.ofSeconds(2));
    pass(Duration.ofSeconds(2));
    assertThat(clock.beat()).isEqualTo(at(Duration.ofSeconds(2)));
    assertThat(clock.skipped()).isZero();

    clock.rest(Duration.ofSeconds(1));
    pass(Duration.ofHours(1));
    assertThat(clock.now()).isEqualTo(at(Duration.ofSeconds(3).plus(LabClock.GRACE)));
    assertThat(clock.beat()).isEqualTo(clock.now());
  }

  @Test
  void aRestThatEndsEarlyIsWorthNoMoreThanItTook() {
    clock.rest(Duration.ofSeconds(2));
    pass(Duration.ofMillis(10));
    assertThat(clock.beat()).isEqualTo(at(Duration.ofMillis(10)));
    pass(Duration.ofHours(1));
    assertThat(clock.now()).isEqualTo(at(Duration.ofMillis(10).plus(LabClock.GRACE)));
  }
}
