package io.outagelab.configpush;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.config.RouterChange;
import io.outagelab.core.net.Payload.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ControllerTest {
  private static final Duration A_MINUTE = Duration.ofMinutes(1);
  private static final Optional<Duration> CONFIRM = Optional.of(Duration.ofMinutes(4));

  private final Bench bench = new Bench();

  @Test
  void pushesToEveryTargetAndSaysWhenAllHaveAcknowledged() {
    bench.push(Changes.drainPlanes("c", 1, 2));
    bench.runFor(A_MINUTE);

    assertThat(bench.names()).containsExactly("audit-passed", "push-accepted", "push-finished");
    assertThat(bench.attribute("push-accepted", "targets")).isEqualTo("6");
    assertThat(bench.only("push-finished").event().detail())
        .isEqualTo("6 of 6 routers confirmed that they have it");
    assertThat(bench.drained)
        .containsExactly("bb1.lhr", "bb1.prn", "bb1.sjc", "bb2.lhr", "bb2.prn", "bb2.sjc");
  }

  @Test
  void journalsTheRequestBeforeAnythingElseHappens() {
    bench.request(
        ControllerProtocol.PUSH,
        ControllerProtocol.encode(PushRequest.plain(Changes.drainPlanes("c", 1))));

    assertThat(bench.journal.getFirst()).isInstanceOf(JournalEntry.Requested.class);
    assertThat(bench.journal.getLast()).isInstanceOf(JournalEntry.Sent.class);
    assertThat(bench.asked).isEmpty();
    assertThat(bench.responses.getFirst().status()).isEqualTo(Status.OK);
    assertThat(bench.responses.getFirst().field("total")).contains("3");
  }

  @Test
  void refusesWhatTheAuditRefusesUnlessToldToSkipIt() {
    bench.push(Changes.drainAll("c"));
    bench.runFor(A_MINUTE);

    assertThat(bench.names()).containsExactly("audit-refused");
    assertThat(bench.asked).isEmpty();

    bench.push(Changes.drainAll("c"), false, new Rollout.AllAtOnce(), Optional.empty());
    bench.runFor(A_MINUTE);

    assertThat(bench.names()).containsExactly("audit-refused", "push-accepted", "push-finished");
    assertThat(bench.drained).hasSize(12);
  }

  @Test
  void auditsWithoutAPushAndCountsWhatIsDrained() {
    assertThat(bench.controller.audit(Changes.drainPlanes("c", 1, 2)))
        .isInstanceOf(AuditResult.Passed.class);
    assertThat(bench.controller.targets(Changes.drainPlanes("c", 1, 2))).hasSize(6);
    assertThat(bench.journal).isEmpty();

    bench.push(Changes.drainPlanes("c", 1, 2));
    bench.runFor(A_MINUTE);

    assertThat(bench.controller.audit(Changes.drainPlanes("d", 3)))
        .isInstanceOf(AuditResult.Refused.class);
  }

  @Test
  void aChangeThatCutsTheNetworkIsAcknowledgedByWhatIsNear() {
    Bench lab = new Bench(AuditBug.IGNORES_SELECTOR_ALL, OperatorSettings.OutOfBand.NONE);
    lab.routerAnswers = router -> lab.drained.isEmpty() || router.site().equals("prn");
    lab.push(Changes.drainAll("c"));
    lab.runFor(A_MINUTE);

    assertThat(lab.names()).containsExactly("audit-passed", "push-accepted", "push-finished");
    assertThat(lab.attribute("push-finished", "applied")).isEqualTo("4");
    assertThat(lab.attribute("push-finished", "total")).isEqualTo("12");
    assertThat(lab.drained).hasSize(12);
  }

  @Test
  void triesASilentRouterThreeTimes() {
    bench.routerAnswers = router -> !router.name().equals("bb1.sjc");
    bench.push(Changes.drainPlanes("c", 1));
    bench.runFor(Duration.ofSeconds(14));

    assertThat(bench.names()).doesNotContain("push-finished");

    bench.runFor(Duration.ofSeconds(2));

    assertThat(bench.attribute("push-finished", "applied")).isEqualTo("2");
    assertThat(bench.asked).hasSize(2);
  }

  @Test
  void countsARouterThatRefusesAsNotChanged() {
    bench.routerRefuses = router -> router.site().equals("lhr");
    bench.push(Changes.drainPlanes("c", 1));
    bench.runFor(A_MINUTE);

    assertThat(bench.attribute("push-finished", "applied")).isEqualTo("2");
    assertThat(bench.controller.history().getFirst().before().keySet())
        .containsExactly("bb1.prn", "bb1.sjc");
  }

  @Test
  void rollsBackToWhatWasThereBefore() {
    bench.push(Changes.drainPlanes("c", 1, 2));
    bench.runFor(A_MINUTE);
    bench.rollback(Via.IN_BAND);
    bench.runFor(A_MINUTE);

    assertThat(bench.attribute("rollback-finished", "applied")).isEqualTo("6");
    assertThat(bench.attribute("rollback-finished", "via")).isEqualTo("in-band");
    assertThat(bench.drained).isEmpty();
    assertThat(bench.asked.getLast().fields())
        .containsEntry("id", "rollback-of-c")
        .containsEntry("set.drained", "false");
  }

  @Test
  void anOverlappingChangeIsRolledBackToTheDrainBeforeIt() {
    bench.push(Changes.drainPlanes("one", 1));
    bench.runFor(A_MINUTE);
    bench.push(Changes.drainPlanes("two", 1, 2));
    bench.runFor(A_MINUTE);
    bench.rollback(Via.IN_BAND);
    bench.runFor(A_MINUTE);

    assertThat(bench.drained).containsExactly("bb1.lhr", "bb1.prn", "bb1.sjc");
  }

  @Test
  void refusesARollbackThatDoesNotReachEveryRouter() {
    bench.push(Changes.drainPlanes("c", 1, 2));
    bench.runFor(A_MINUTE);
    bench.routerAnswers = router -> router.site().equals("prn");
    bench.rollback(Via.IN_BAND);
    bench.runFor(A_MINUTE);

    assertThat(bench.attribute("rollback-refused", "reason"))
        .isEqualTo("2 of 6 routers reachable from prn");
    assertThat(bench.controller.history().getFirst().state()).isEqualTo("applied");

    bench.routerAnswers = router -> true;
    bench.rollback(Via.IN_BAND);
    bench.runFor(A_MINUTE);

    assertThat(bench.attribute("rollback-finished", "applied")).isEqualTo("4");
    assertThat(bench.drained).isEmpty();
  }

  @Test
  void aRouterWithoutARouteIsNotWaitedFor() {
    bench.push(Changes.drainPlanes("c", 1));
    bench.runFor(A_MINUTE);
    bench.routerHasRoute = router -> false;
    bench.rollback(Via.IN_BAND);
    bench.runFor(Duration.ofSeconds(1));

    assertThat(bench.attribute("rollback-refused", "reason"))
        .isEqualTo("0 of 3 routers reachable from prn");
  }

  @Test
  void aRollbackStopsThePushUnderWay() {
    bench.push(
        Changes.drainPlanes("c", 1, 2),
        true,
        new Rollout.Canary(Duration.ofMinutes(10)),
        Optional.empty());
    bench.runFor(A_MINUTE);
    bench.rollback(Via.IN_BAND);
    bench.runFor(Duration.ofHours(1));

    assertThat(bench.names())
        .containsExactly("audit-passed", "push-accepted", "push-finished", "rollback-finished");
    assertThat(bench.attribute("push-finished", "applied")).isEqualTo("3");
    assertThat(bench.attribute("rollback-finished", "total")).isEqualTo("3");
    assertThat(bench.drained).isEmpty();
  }

  @Test
  void doesOneThingAtATime() {
    bench.push(Changes.drainPlanes("one", 1));
    bench.push(Changes.drainPlanes("two", 2));
    bench.runFor(A_MINUTE);

    assertThat(bench.attribute("push-refused", "reason"))
        .isEqualTo("change one is still being pushed");
  }

  @Test
  void refusesAnIdThatIsInForceAndTakesItAgainOnceItIsNot() {
    bench.push(Changes.drainPlanes("c", 1));
    bench.runFor(A_MINUTE);
    bench.push(Changes.drainPlanes("c", 1));
    bench.runFor(A_MINUTE);

    assertThat(bench.attribute("push-refused", "reason"))
        .isEqualTo("there is a change of this id already, and it is in force");

    bench.rollback(Via.IN_BAND);
    bench.runFor(A_MINUTE);
    bench.push(Changes.drainPlanes("c", 1));
    bench.runFor(A_MINUTE);

    assertThat(bench.controller.history())
        .extracting(Change::state)
        .containsExactly("rolled-back", "applied");
  }

  @Test
  void refusesToRollBackWhatIsUnknownOrGone() {
    rollback("nobody-knows");
    bench.rollback(Via.IN_BAND);
    bench.runFor(A_MINUTE);
    bench.push(Changes.drainPlanes("c", 1));
    bench.runFor(A_MINUTE);
    rollback("c");
    bench.runFor(A_MINUTE);
    rollback("c");

    assertThat(
            bench.seen.stream()
                .filter(seen -> seen.event() instanceof PushEvent.RollbackRefused)
                .map(seen -> seen.event().detail()))
        .containsExactly(
            "cannot be rolled back in-band: there is no change of this id",
            "cannot be rolled back in-band: no change is in force",
            "cannot be rolled back in-band: it is not in force any more: rolled-back");
  }

  @Test
  void answersWhatItDoesNotUnderstandAndRecordsNothing() {
    bench.request(ControllerProtocol.PUSH, Map.of("id", "../etc"));
    bench.request(ControllerProtocol.PUSH, Map.of());
    bench.request(ControllerProtocol.ROLLBACK, Map.of("id", "a b"));
    bench.request("config.apply", Map.of());

    assertThat(bench.responses)
        .hasSize(4)
        .allSatisfy(
            response -> {
              assertThat(response.status()).isEqualTo(Status.INVALID_ARGUMENT);
              assertThat(response.field("reason")).isPresent();
            });
    assertThat(bench.journal).isEmpty();
    assertThat(bench.seen).isEmpty();
  }

  @Test
  void listsItsHistoryLatestFirst() {
    bench.push(Changes.drainPlanes("one", 1));
    bench.runFor(A_MINUTE);
    bench.push(Changes.drainAll("two"));
    bench.runFor(A_MINUTE);
    bench.request(ControllerProtocol.HISTORY, Map.of());

    assertThat(bench.responses.getFirst().fields())
        .containsEntry("000.id", "two")
        .containsEntry("000.state", "audit-refused")
        .containsEntry("001.id", "one")
        .containsEntry("001.applied", "3");
  }

  @Test
  void comesBackToWhereItsJournalSays() {
    bench.push(Changes.drainPlanes("one", 1));
    bench.runFor(A_MINUTE);
    List<Change> before = bench.controller.history();

    bench.restartController();

    assertThat(bench.controller.history()).isEqualTo(before);
    bench.rollback(Via.IN_BAND);
    bench.runFor(A_MINUTE);
    assertThat(bench.drained).isEmpty();
  }

  @Test
  void closesThePushThatItsEndInterrupted() {
    bench.push(
        Changes.drainPlanes("c", 1, 2),
        true,
        new Rollout.Canary(Duration.ofMinutes(10)),
        Optional.empty());
    bench.runFor(A_MINUTE);

    bench.restartController();
    bench.runFor(Duration.ofHours(1));

    assertThat(bench.attribute("push-finished", "applied")).isEqualTo("3");
    assertThat(bench.attribute("push-finished", "total")).isEqualTo("6");
    assertThat(bench.drained).hasSize(3);
    assertThat(bench.controller.history().getFirst().state()).isEqualTo("interrupted");
  }

  @Test
  void undoesWhatItHadNotConfirmedAtItsEnd() {
    bench.push(Changes.drainPlanes("c", 1, 2), true, new Rollout.AllAtOnce(), CONFIRM);
    bench.runFor(A_MINUTE);
    assertThat(bench.drained).hasSize(6);

    bench.restartController();

    assertThat(bench.controller.history().getFirst().state()).isEqualTo("unconfirmed");
    assertThat(bench.attribute("push-unconfirmed", "reason"))
        .isEqualTo("the controller was started again");
    assertThat(bench.attribute("push-finished", "applied")).isEqualTo("0");
    assertThat(bench.known().drained()).isEmpty();
  }

  @Test
  void keepsThePlanesThatItHadConfirmedAtItsEnd() {
    Rollout canary = new Rollout.Canary(Duration.ofMinutes(10));
    bench.push(Changes.drainPlanes("c", 1, 2), true, canary, CONFIRM);
    bench.runFor(Duration.ofMinutes(14));
    assertThat(bench.drained).hasSize(6);

    bench.restartController();

    assertThat(bench.controller.history().getFirst().state()).isEqualTo("interrupted");
    assertThat(bench.attribute("push-finished", "applied")).isEqualTo("3");
    assertThat(bench.known().drained()).containsExactly("bb1.lhr", "bb1.prn", "bb1.sjc");
  }

  @Test
  void believesWhatWasUndonePastIt() {
    bench.push(Changes.drainPlanes("c", 1, 2));
    bench.runFor(A_MINUTE);
    undone("bb1.prn,bb2.prn,bb1.sjc,bb2.sjc");

    assertThat(bench.controller.history().getFirst().state()).isEqualTo("applied");

    undone("bb1.lhr,bb2.lhr,bb9.nowhere");

    assertThat(bench.controller.history().getFirst().state()).isEqualTo("restored");
    bench.push(Changes.drainPlanes("next", 3, 4));
    bench.runFor(A_MINUTE);
    assertThat(bench.names()).doesNotContain("audit-refused");
  }

  @Test
  void theSamePushGivesTheSameStory() {
    Bench other = new Bench();
    for (Bench lab : List.of(bench, other)) {
      lab.routerAnswers = router -> !router.name().equals("bb2.lhr");
      lab.push(Changes.drainPlanes("c", 1, 2));
      lab.runFor(A_MINUTE);
      lab.rollback(Via.IN_BAND);
      lab.runFor(A_MINUTE);
    }

    assertThat(bench.seen).isEqualTo(other.seen);
    assertThat(bench.asked).isEqualTo(other.asked);
    assertThat(bench.journal).isEqualTo(other.journal);
  }

  @Test
  void asksRoutersForTheChangeAsItStandsInTheDocument() {
    bench.push(Changes.drainPlanes("c", 3));
    bench.runFor(A_MINUTE);

    assertThat(bench.asked)
        .extracting(Bench.Asked::router, Bench.Asked::method)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("bb3.prn", RouterChange.APPLY),
            org.assertj.core.groups.Tuple.tuple("bb3.sjc", RouterChange.APPLY),
            org.assertj.core.groups.Tuple.tuple("bb3.lhr", RouterChange.APPLY));
  }

  private void rollback(String id) {
    bench.request(ControllerProtocol.ROLLBACK, Map.of("id", id));
  }

  private void undone(String routers) {
    bench.request(ControllerProtocol.UNDONE, Map.of("id", "c", "routers", routers));
  }
}
