package io.outagelab.configpush;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.config.RouterChange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolloutTest {
  private static final Rollout CANARY = new Rollout.Canary(Duration.ofMinutes(10));
  private static final Optional<Duration> CONFIRM = Optional.of(Duration.ofMinutes(4));

  private final Bench bench = new Bench();

  @Test
  void aCanaryGoesPlaneByPlaneWithABakeTimeBetween() {
    bench.push(Changes.drainPlanes("c", 2, 1), true, CANARY, Optional.empty());
    bench.runFor(Duration.ofMinutes(10));

    assertThat(bench.drained).containsExactly("bb1.lhr", "bb1.prn", "bb1.sjc");

    bench.runFor(Duration.ofMinutes(1));

    assertThat(bench.drained).hasSize(6);
    assertThat(bench.attribute("push-finished", "applied")).isEqualTo("6");
  }

  @Test
  void aCanaryStopsAtTheFirstPlaneThatDoesNotAcknowledge() {
    bench.routerAnswers = router -> !router.name().equals("bb2.sjc");
    ChangeDocument undrain = ChangeDocument.drain("c", Selector.all(), Selector.all(), false);
    bench.push(undrain, true, CANARY, Optional.empty());
    bench.runFor(Duration.ofHours(2));

    assertThat(bench.only("rollout-stopped").event().detail())
        .isEqualTo("the rollout stops after plane 2: 2 of 3 routers acknowledged");
    assertThat(bench.attribute("push-finished", "applied")).isEqualTo("5");
    assertThat(bench.asked).noneMatch(asked -> asked.router().startsWith("bb3"));
  }

  @Test
  void aCanaryStopsWhenMorePlanesAreDrainedThanMayBeWhateverTheAuditSaid() {
    Bench lab = new Bench(AuditBug.IGNORES_SELECTOR_ALL, OperatorSettings.OutOfBand.NONE);
    lab.push(Changes.drainAll("c"), true, CANARY, Optional.empty());
    lab.runFor(Duration.ofHours(2));

    assertThat(lab.names())
        .containsExactly("audit-passed", "push-accepted", "rollout-stopped", "push-finished");
    assertThat(lab.attribute("rollout-stopped", "reason"))
        .isEqualTo("3 of 4 planes are drained, 2 may be at once");
    assertThat(lab.drained).hasSize(9);
  }

  @Test
  void aCanaryWithoutBakeTimeRunsThrough() {
    bench.push(
        Changes.drainPlanes("c", 1, 2), true, new Rollout.Canary(Duration.ZERO), Optional.empty());
    bench.runFor(Duration.ofSeconds(10));

    assertThat(bench.attribute("push-finished", "applied")).isEqualTo("6");
  }

  @Test
  void confirmsEveryRouterOnceAllStillAnswerAfterHalfTheTime() {
    bench.push(Changes.drainPlanes("c", 1), true, new Rollout.AllAtOnce(), CONFIRM);
    bench.runFor(Duration.ofMinutes(2));

    assertThat(asked(RouterChange.CONFIRM)).isEmpty();
    assertThat(bench.asked.getFirst().fields()).containsEntry("confirm-within", "PT4M");

    bench.runFor(Duration.ofMinutes(1));

    assertThat(asked(RouterChange.CONFIRM)).containsExactly("bb1.prn", "bb1.sjc", "bb1.lhr");
    assertThat(bench.attribute("push-finished", "applied")).isEqualTo("3");
  }

  @Test
  void confirmsNoneIfOneHasNotAcknowledged() {
    bench.routerAnswers = router -> !router.name().equals("bb1.lhr");
    bench.push(Changes.drainPlanes("c", 1), true, new Rollout.AllAtOnce(), CONFIRM);
    bench.runFor(Duration.ofHours(1));

    assertThat(asked(RouterChange.CONFIRM)).isEmpty();
    assertThat(bench.only("push-unconfirmed").event().detail())
        .isEqualTo(
            "not confirmed, so the routers undo it by themselves: 2 of 3 routers acknowledged");
    assertThat(bench.attribute("push-finished", "applied")).isEqualTo("0");
    assertThat(bench.controller.history().getFirst().state()).isEqualTo("unconfirmed");
  }

  @Test
  void confirmsNoneIfOneIsLostAfterItAcknowledged() {
    bench.push(Changes.drainPlanes("c", 1), true, new Rollout.AllAtOnce(), CONFIRM);
    bench.runFor(Duration.ofMinutes(1));
    bench.routerAnswers = router -> router.site().equals("prn");
    bench.runFor(Duration.ofHours(1));

    assertThat(asked(RouterChange.CONFIRM)).isEmpty();
    assertThat(bench.attribute("push-unconfirmed", "reason"))
        .isEqualTo("1 of 3 routers still answer at prn");
  }

  @Test
  void sendsAChangeThatUndoesItselfOnlyOnce() {
    List<String> sent = new java.util.ArrayList<>();
    bench.routerAnswers =
        router -> {
          sent.add(router.name());
          return false;
        };
    bench.push(Changes.drainPlanes("c", 1), true, new Rollout.AllAtOnce(), CONFIRM);
    bench.runFor(Duration.ofHours(1));

    assertThat(sent).containsExactly("bb1.prn", "bb1.sjc", "bb1.lhr");
  }

  @Test
  void aCanaryConfirmsPlaneByPlane() {
    bench.push(Changes.drainPlanes("c", 1, 2), true, CANARY, CONFIRM);
    bench.runFor(Duration.ofMinutes(5));

    assertThat(asked(RouterChange.CONFIRM)).containsExactly("bb1.prn", "bb1.sjc", "bb1.lhr");

    bench.routerAnswers = router -> router.site().equals("prn");
    bench.runFor(Duration.ofHours(1));

    assertThat(asked(RouterChange.CONFIRM)).hasSize(3);
    assertThat(bench.attribute("push-finished", "applied")).isEqualTo("3");
    assertThat(bench.attribute("push-finished", "total")).isEqualTo("6");
  }

  private List<String> asked(String method) {
    return bench.asked.stream()
        .filter(asked -> asked.method().equals(method))
        .map(Bench.Asked::router)
        .toList();
  }
}
