package io.outagelab.drills.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoadsTest {
  private final Loads loads = new Loads(Duration.ofSeconds(30), Duration.ofSeconds(330));

  private static Duration minute(int minute) {
    return Duration.ofMinutes(minute);
  }

  @Test
  void theUsualIsTheAverageOverTheWholeMinutesOfTheBaseline() {
    loads.usual("a", minute(1), 4_000);
    for (int minute = 2; minute <= 5; minute++) {
      loads.usual("a", minute(minute), 10);
    }
    loads.usual("a", minute(6), 4_000);
    loads.add("a", minute(8), 60);
    loads.add("a", minute(9), 30);

    assertThat(loads.peakAmplification()).isEqualTo(6);
  }

  @Test
  void aMinuteWithoutAReportIsAMinuteWithoutLoad() {
    loads.usual("a", minute(3), 40);
    loads.add("a", minute(8), 60);

    assertThat(loads.peakAmplification()).isEqualTo(6);
  }

  @Test
  void instancesOfOneReceiverAddUp() {
    loads.usual("a", minute(3).minusMillis(20), 40);
    loads.add("a", minute(8).minusMillis(20), 60);
    loads.add("a", minute(8).plusMillis(20), 60);

    assertThat(loads.peakAmplification()).isEqualTo(12);
  }

  @Test
  void theUsualIsOnePerMinuteAtLeast() {
    loads.add("a", minute(8), 60);

    assertThat(loads.peakAmplification()).isEqualTo(60);
  }

  @Test
  void aShortBaselineCountsTheMinuteThatEndedInIt() {
    Loads brief = new Loads(Duration.ofSeconds(30), Duration.ofSeconds(90));
    brief.usual("a", minute(1), 20);
    brief.add("a", minute(8), 60);

    assertThat(brief.peakAmplification()).isEqualTo(3);
  }

  @Test
  void nothingIsKnownOfABaselineInWhichNoMinuteEnded() {
    Loads blind = new Loads(Duration.ofSeconds(30), Duration.ofSeconds(50));
    blind.add("a", minute(8), 60);

    assertThat(blind.peakAmplification()).isEqualTo(1);
  }
}
