package io.outagelab.apps;

import static io.outagelab.apps.Town.BACK;
import static io.outagelab.apps.Town.CLIENT;
import static io.outagelab.apps.Town.responses;
import static io.outagelab.apps.Town.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.Tick;
import io.outagelab.core.net.Payload.Status;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final Capacity HUNDRED = new Capacity(100, Duration.ofSeconds(1));
  private static final ColdStart COLD =
      new ColdStart(0.2, Duration.ofMinutes(10), Duration.ofMinutes(40));

  /** Offers 100 users' requests per second for a time and returns the share that was admitted. */
  private static double offer(Admission admission, Duration from, Duration time) {
    int offered = 0;
    int admitted = 0;
    for (long ms = 0; ms < time.toMillis(); ms += 10) {
      offered++;
      if (admission.admits(Tick.at(from.plusMillis(ms)), 1)) {
        admitted++;
      }
    }
    return (double) admitted / offered;
  }

  @Test
  void admitsItsCapacityAndShedsTheRest() {
    Admission admission = new Admission(HUNDRED, Optional.empty());
    int admitted = 0;

    for (int ms = 0; ms < 60_000; ms++) {
      if (admission.admits(Tick.at(Duration.ofMillis(ms)), 1)) {
        admitted++;
      }
    }

    assertThat(admitted).isBetween(6_000, 6_101);
  }

  @Test
  void aRequestForAWholeCrowdIsAdmittedAndPaidForLater() {
    Admission admission = new Admission(HUNDRED, Optional.empty());

    assertThat(admission.admits(Tick.ZERO, 1_000_000)).isTrue();
    assertThat(admission.admits(Tick.at(Duration.ofMillis(500)), 1)).isFalse();
    assertThat(admission.admits(Tick.at(Duration.ofMillis(1_500)), 1)).isTrue();
  }

  @Test
  void idleServiceIsColdAndWarmsUpUnderLoad() {
    Admission admission = new Admission(HUNDRED, Optional.of(COLD));
    Duration back = Duration.ofHours(6);

    double atFirst = offer(admission, back, Duration.ofMinutes(2));
    offer(admission, back.plusMinutes(2), Duration.ofMinutes(18));
    double halfWay = offer(admission, back.plusMinutes(20), Duration.ofMinutes(2));
    offer(admission, back.plusMinutes(22), Duration.ofMinutes(18));
    double atLast = offer(admission, back.plusMinutes(40), Duration.ofMinutes(2));

    assertThat(atFirst).isBetween(0.2, 0.25);
    assertThat(halfWay).isBetween(0.58, 0.65);
    assertThat(atLast).isBetween(0.99, 1.0);
  }

  @Test
  void aTrickleDoesNotWarmAService() {
    Admission admission = new Admission(HUNDRED, Optional.of(COLD));
    Duration back = Duration.ofHours(6);

    for (int second = 0; second < 3_600; second += 30) {
      admission.admits(Tick.at(back.plusSeconds(second)), 1);
    }
    double afterAnHour = offer(admission, back.plusHours(1), Duration.ofMinutes(1));

    assertThat(afterAnHour).isLessThan(0.3);
  }

  @Test
  void loadKeepsAServiceWarm() {
    Admission admission = new Admission(HUNDRED, Optional.of(COLD));

    assertThat(offer(admission, Duration.ZERO, Duration.ofHours(2))).isGreaterThan(0.999);
    assertThat(admission.isCold()).isFalse();
  }

  @Test
  void coldBackEndShedsLoadAndWarmsUp() {
    Net net =
        new Net()
            .fake(CLIENT, packet -> Optional.empty())
            .add(
                BACK,
                service(
                    ServiceConfig.plain("graph", "dc", BACK)
                        .limitedTo(HUNDRED, Optional.of(COLD))));
    net.run(Duration.ofHours(6));

    load(net, Duration.ofMinutes(1));
    long shed = shed(net);
    load(net, Duration.ofMinutes(41));
    long shedBefore = shed(net);
    load(net, Duration.ofMinutes(1));

    assertThat(shed).isPositive();
    assertThat(shed(net)).isEqualTo(shedBefore);
    assertThat(net.events())
        .extracting(seen -> seen.event().name() + " " + seen.event().subject())
        .containsExactly("service-cold graph@dc", "service-warm graph@dc");
  }

  /** Half of the warm capacity, in requests of ten users each. */
  private static void load(Net net, Duration time) {
    for (long ms = 0; ms < time.toMillis(); ms += 200) {
      net.send(Town.request(BACK, ms, 10));
      net.run(Duration.ofMillis(200));
    }
  }

  private static long shed(Net net) {
    return responses(net).stream()
        .filter(response -> response.status() == Status.RESOURCE_EXHAUSTED)
        .count();
  }
}
