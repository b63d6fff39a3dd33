package io.outagelab.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimersTest {
  private final Timers<String> timers = new Timers<>();

  private static Tick second(long seconds) {
    return Tick.at(Duration.ofSeconds(seconds));
  }

  @Test
  void firesInTheOrderOfTicksThenOfSetting() {
    timers.set("late", second(3));
    timers.set("first", second(1));
    timers.set("second", second(1));

    assertThat(timers.deadline()).isEqualTo(second(1));
    assertThat(timers.due(second(2))).containsExactly("first", "second");
    assertThat(timers.due(second(2))).isEmpty();
    assertThat(timers.deadline()).isEqualTo(second(3));
  }

  @Test
  void settingAgainReplacesAndNeverCancels() {
    timers.set("a", second(1));
    timers.set("a", second(5));
    assertThat(timers.due(second(4))).isEmpty();
    assertThat(timers.at("a")).contains(second(5));

    timers.set("a", Tick.NEVER);
    assertThat(timers.isSet("a")).isFalse();
    assertThat(timers.deadline()).isEqualTo(Tick.NEVER);
    assertThat(timers.size()).isZero();
  }

  /** Echoes each input one second later. */
  private static final class Echo implements Machine<String, String> {
    private final Timers<String> pending = new Timers<>();

    @Override
    public List<String> handle(Tick now, String input) {
      pending.set(input, now.plus(Duration.ofSeconds(1)));
      return List.of("heard " + input);
    }

    @Override
    public List<String> expire(Tick now) {
      return pending.due(now);
    }

    @Override
    public Tick deadline() {
      return pending.deadline();
    }
  }

  @Test
  void pumpFiresTimersBeforeInputsOfTheSameTick() {
    List<String> effects = new ArrayList<>();
    Pump<String, String> pump = new Pump<>(new Echo(), (now, effect) -> effects.add(effect));

    pump.feed(second(0), "one");
    pump.feed(second(1), "two");

    assertThat(effects).containsExactly("heard one", "one", "heard two");
    assertThat(pump.deadline()).isEqualTo(second(2));
  }

  @Test
  void pumpStopsAMachineWhoseDeadlineDoesNotAdvance() {
    Machine<String, String> stuck =
        new Machine<>() {
          @Override
          public List<String> handle(Tick now, String input) {
            return List.of();
          }

          @Override
          public List<String> expire(Tick now) {
            return List.of();
          }

          @Override
          public Tick deadline() {
            return Tick.ZERO;
          }
        };

    assertThatThrownBy(() -> new Pump<>(stuck, (now, effect) -> {}).fire(second(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does not advance");
  }

  @Test
  void aNodesRandomnessDependsOnItsNameAndTheSeedAlone() {
    long a = new Seeds(1).of("a").nextLong();

    assertThat(new Seeds(1).of("a").nextLong()).isEqualTo(a);
    assertThat(new Seeds(1).of("b").nextLong()).isNotEqualTo(a);
    assertThat(new Seeds(2).of("a").nextLong()).isNotEqualTo(a);
  }

  @Test
  void compressionDividesWorldTimeAndKeepsTtlsAlive() {
    TimeScale sixty = new TimeScale(60);

    assertThat(sixty.scaled(Duration.ofMinutes(5))).isEqualTo(Duration.ofSeconds(5));
    assertThat(sixty.ttl(300)).isEqualTo(5);
    assertThat(sixty.ttl(61)).isEqualTo(2);
    assertThat(sixty.ttl(1)).isEqualTo(1);
    assertThat(sixty.ttl(0)).isZero();
    assertThat(sixty.worldTime(second(7))).isEqualTo(Duration.ofMinutes(7));
    assertThat(sixty.capped(Duration.ofSeconds(30), Duration.ofSeconds(3)))
        .isEqualTo(Duration.ofSeconds(3));
    assertThat(TimeScale.REAL.capped(Duration.ofSeconds(30), Duration.ofSeconds(3)))
        .isEqualTo(Duration.ofSeconds(30));
  }
}
