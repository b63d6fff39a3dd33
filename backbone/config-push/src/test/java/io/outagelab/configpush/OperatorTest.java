package io.outagelab.configpush;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.Tick;
import io.outagelab.core.config.RouterChange;
import io.outagelab.core.node.Instruction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OperatorTest {
  private static final Duration A_MINUTE = Duration.ofMinutes(1);
  private static final Optional<String> LAST = Optional.empty();

  private Bench bench = new Bench();

  @Test
  void cannotPushWithoutNames() {
    bench.namesWork = false;
    bench.push(Changes.drainPlanes("c", 1));
    bench.runFor(A_MINUTE);

    assertThat(bench.names()).containsExactly("push-refused");
    assertThat(bench.attribute("push-refused", "reason"))
        .isEqualTo("netconfig.example.net does not resolve: SERVFAIL");
  }

  @Test
  void saysSoWhenTheControllerDoesNotAnswer() {
    bench.controllerReachable = false;
    bench.push(Changes.drainPlanes("c", 1));
    bench.runFor(A_MINUTE);

    assertThat(bench.attribute("push-refused", "reason"))
        .isEqualTo("no answer from the controller");
  }

  @Test
  void cannotRollBackInBandWithoutNames() {
    push();
    bench.namesWork = false;
    bench.rollback(Via.IN_BAND);
    bench.runFor(A_MINUTE);

    assertThat(bench.attribute("rollback-refused", "change")).isEqualTo("c");
    assertThat(bench.attribute("rollback-refused", "via")).isEqualTo("in-band");
    assertThat(bench.attribute("rollback-refused", "reason"))
        .isEqualTo("netconfig.example.net does not resolve: SERVFAIL");
  }

  @Test
  void aSilentResolverIsATimeout() {
    push();
    bench.resolverAnswers = false;
    bench.rollback(Via.IN_BAND);
    bench.runFor(A_MINUTE);

    assertThat(bench.attribute("rollback-refused", "reason"))
        .isEqualTo("netconfig.example.net does not resolve: TIMEOUT");
  }

  @Test
  void thereIsNoWayOutOfBandWhereThereIsNoSuchNetwork() {
    push();
    bench.rollback(Via.OUT_OF_BAND);
    bench.runFor(A_MINUTE);

    assertThat(bench.attribute("rollback-refused", "reason"))
        .isEqualTo("there is no out-of-band network");
  }

  @Test
  void outOfBandFailsWithTheNamesThatItNeeds() {
    bench = new Bench(AuditBug.NONE, new OperatorSettings.OutOfBand(true, true, true));
    push();
    bench.namesWork = false;
    bench.rollback(Via.OUT_OF_BAND);
    bench.runFor(A_MINUTE);

    assertThat(bench.attribute("rollback-refused", "via")).isEqualTo("out-of-band");
    assertThat(bench.attribute("rollback-refused", "reason"))
        .isEqualTo("it needs names: netconfig.example.net does not resolve: SERVFAIL");
  }

  @Test
  void outOfBandFailsWithTheBackboneThatItNeeds() {
    bench = new Bench(AuditBug.NONE, new OperatorSettings.OutOfBand(true, false, true));
    push();
    bench.namesWork = false;
    bench.controllerReachable = false;
    bench.rollback(Via.OUT_OF_BAND);
    bench.runFor(A_MINUTE);

    assertThat(bench.attribute("rollback-refused", "reason"))
        .isEqualTo("it needs the backbone: no answer from the controller");
  }

  @Test
  void outOfBandThatNeedsOnlyNamesWorksWithoutTheBackbone() {
    bench = new Bench(AuditBug.NONE, new OperatorSettings.OutOfBand(true, true, false));
    push();
    bench.controllerReachable = false;
    bench.rollback(Via.OUT_OF_BAND);
    bench.runFor(A_MINUTE);

    assertThat(bench.names()).endsWith("rollback-finished");
    assertThat(bench.drained).isEmpty();
  }

  @Test
  void independentOutOfBandReachesEveryConsoleAtOnce() {
    bench = new Bench(AuditBug.NONE, OperatorSettings.OutOfBand.INDEPENDENT);
    push();
    bench.namesWork = false;
    bench.rollback(Via.OUT_OF_BAND);

    assertThat(bench.attribute("rollback-finished", "via")).isEqualTo("out-of-band");
    assertThat(bench.attribute("rollback-finished", "applied")).isEqualTo("6");
    assertThat(bench.consoles)
        .hasSize(6)
        .allSatisfy(
            console ->
                assertThat(console.change())
                    .isEqualTo(RouterChange.drained("restore-of-c", false)));
  }

  @Test
  void crewsTravelAndGetIn() {
    bench.instruct(dispatch("prn", "lhr"));

    assertThat(bench.names()).containsExactly("crew-dispatched", "crew-dispatched");

    bench.runFor(Duration.ofHours(1));

    assertThat(bench.names())
        .containsExactly(
            "crew-dispatched",
            "crew-dispatched",
            "crew-on-site",
            "crew-on-site",
            "dispatch-finished");
    assertThat(bench.only("dispatch-finished").at()).isEqualTo(Tick.at(Duration.ofMinutes(11)));
  }

  @Test
  void shutDoorsHoldACrewUp() {
    bench.instruct(dispatch("prn"));
    bench.runFor(Duration.ofMinutes(7));
    bench.doorsShut(true);
    bench.runFor(Duration.ofMinutes(2));
    bench.doorsShut(false);
    bench.runFor(Duration.ofHours(1));

    assertThat(bench.only("crew-on-site").at()).isEqualTo(Tick.at(Duration.ofMinutes(17)));
    assertThat(bench.only("crew-on-site").event().detail())
        .isEqualTo("a crew stands in front of the routers: the doors were shut, so it took longer");
  }

  @Test
  void nobodyIsSentWhereThereIsNoRouter() {
    bench.instruct(dispatch("prn", "moon"));

    assertThat(bench.names()).containsExactly("dispatch-refused");
    assertThat(bench.attribute("dispatch-refused", "reason"))
        .isEqualTo("there is no router at moon");
  }

  @Test
  void aSecondDispatchWaitsForTheCrewsOfTheFirst() {
    bench.instruct(dispatch("prn"));
    bench.runFor(A_MINUTE);
    bench.instruct(new OperatorInstruction.Dispatch(Selector.all()));
    bench.runFor(Duration.ofHours(1));
    bench.instruct(dispatch("prn"));

    assertThat(bench.names().stream().filter("crew-dispatched"::equals)).hasSize(3);
    assertThat(bench.names().stream().filter("dispatch-finished"::equals)).hasSize(3);
  }

  @Test
  void nothingIsRestoredWithoutACrew() {
    push();
    bench.instruct(new OperatorInstruction.Restore(LAST, true));

    assertThat(bench.attribute("rollback-refused", "via")).isEqualTo("on-site");
    assertThat(bench.attribute("rollback-refused", "reason"))
        .isEqualTo("no crew is on site at prn, sjc, lhr");
  }

  @Test
  void aStagedRestoreGoesPlaneByPlane() {
    push();
    bench.instruct(new OperatorInstruction.Dispatch(Selector.all()));
    bench.runFor(Duration.ofHours(1));
    Tick start = bench.now;
    bench.instruct(new OperatorInstruction.Restore(Optional.of("c"), true));
    bench.runFor(Duration.ofHours(1));

    assertThat(bench.consoles)
        .extracting(Bench.AtConsole::router)
        .containsExactly("bb1.prn", "bb1.sjc", "bb1.lhr", "bb2.prn", "bb2.sjc", "bb2.lhr");
    assertThat(bench.consoles.get(2).at()).isEqualTo(start);
    assertThat(bench.consoles.get(3).at()).isEqualTo(start.plus(Duration.ofMinutes(5)));
    assertThat(bench.only("restore-started").at()).isEqualTo(start);
    assertThat(bench.only("restore-finished").at()).isEqualTo(start.plus(Duration.ofMinutes(5)));
    assertThat(bench.names()).doesNotContain("rollback-finished");
  }

  @Test
  void restoresOnlyWhereCrewsAreAndTheRestLater() {
    push();
    bench.instruct(dispatch("prn"));
    bench.runFor(Duration.ofHours(1));
    bench.instruct(new OperatorInstruction.Restore(LAST, false));

    assertThat(bench.only("restore-finished").event().detail())
        .isEqualTo("undone at the consoles of 2 of 6 routers");
    assertThat(bench.consoles)
        .extracting(Bench.AtConsole::router)
        .containsExactly("bb1.prn", "bb2.prn");

    bench.instruct(new OperatorInstruction.Dispatch(Selector.all()));
    bench.runFor(Duration.ofHours(1));
    bench.instruct(new OperatorInstruction.Restore(LAST, false));

    assertThat(bench.seen.getLast().event().detail())
        .isEqualTo("undone at the consoles of 6 of 6 routers");
    assertThat(bench.consoles).hasSize(6);
  }

  @Test
  void rollingBackOnSiteSendsCrewsAndWaitsForThem() {
    push();
    Tick start = bench.now;
    bench.rollback(Via.ON_SITE);
    bench.rollback(Via.ON_SITE);
    bench.runFor(Duration.ofHours(1));

    assertThat(bench.attribute("rollback-refused", "reason"))
        .isEqualTo("crews are on their way to undo it already");
    assertThat(bench.only("rollback-finished").at()).isEqualTo(start.plus(Duration.ofMinutes(11)));
    assertThat(bench.attribute("rollback-finished", "applied")).isEqualTo("6");
    assertThat(bench.drained).isEmpty();
  }

  @Test
  void skippingTravelPutsCrewsThereAtOnce() {
    push();
    bench.instruct(new OperatorInstruction.Rollback(LAST, Via.ON_SITE, true));

    assertThat(bench.names())
        .endsWith(
            "crew-on-site",
            "crew-on-site",
            "crew-on-site",
            "restore-started",
            "restore-finished",
            "rollback-finished");
    assertThat(bench.drained).isEmpty();
  }

  @Test
  void refusesWhatItDoesNotRememberOrHasUndone() {
    bench.instruct(new OperatorInstruction.Restore(LAST, false));
    bench.instruct(new OperatorInstruction.Rollback(Optional.of("other"), Via.ON_SITE, true));
    push();
    bench.rollback(Via.IN_BAND);
    bench.runFor(A_MINUTE);
    bench.instruct(new OperatorInstruction.Restore(LAST, false));

    assertThat(
            bench.seen.stream()
                .filter(seen -> seen.event() instanceof PushEvent.RollbackRefused)
                .map(seen -> seen.event().attributes().get("reason")))
        .containsExactly(
            "no change was pushed",
            "no change of this id was pushed",
            "it was undone already, in-band");
  }

  @Test
  void tellsTheControllerWhatWasUndonePastItAsSoonAsItAnswers() {
    push();
    bench.namesWork = false;
    bench.instruct(new OperatorInstruction.Rollback(LAST, Via.ON_SITE, true));
    bench.runFor(Duration.ofMinutes(30));

    assertThat(bench.controller.history().getFirst().state()).isEqualTo("applied");

    bench.namesWork = true;
    bench.runFor(Duration.ofMinutes(2));

    assertThat(bench.controller.history().getFirst().state()).isEqualTo("restored");
    bench.push(Changes.drainPlanes("c", 1, 2));
    bench.runFor(A_MINUTE);
    assertThat(bench.seen.getLast().event()).isInstanceOf(PushEvent.PushFinished.class);
  }

  @Test
  void everyInstructionEndsOnceWhateverIsBroken() {
    for (int broken = 0; broken < 16; broken++) {
      bench = new Bench(AuditBug.NONE, new OperatorSettings.OutOfBand(true, true, true));
      push();
      bench.namesWork = (broken & 1) == 0;
      bench.controllerReachable = (broken & 2) == 0;
      bench.resolverAnswers = (broken & 4) == 0;
      boolean routersAnswer = (broken & 8) == 0;
      bench.routerAnswers = router -> routersAnswer;
      for (Via via : Via.values()) {
        bench.seen.clear();
        bench.rollback(via);
        bench.runFor(Duration.ofHours(1));

        assertThat(bench.names().stream().filter(name -> name.startsWith("rollback-")))
            .as("%s with %d broken: %s", via, broken, bench.seen)
            .hasSize(1);
      }
    }
  }

  @Test
  void theSameInstructionsGiveTheSameStory() {
    Bench other = new Bench();
    for (Bench lab : List.of(bench, other)) {
      lab.push(Changes.drainPlanes("c", 1, 2));
      lab.runFor(A_MINUTE);
      lab.namesWork = false;
      lab.rollback(Via.IN_BAND);
      lab.runFor(A_MINUTE);
      lab.rollback(Via.ON_SITE);
      lab.runFor(Duration.ofHours(1));
    }

    assertThat(bench.seen).isEqualTo(other.seen).isNotEmpty();
    assertThat(bench.consoles).isEqualTo(other.consoles);
  }

  @Test
  void ignoresInstructionsOfOthers() {
    bench.instruct(new Instruction() {});

    assertThat(bench.seen).isEmpty();
  }

  private void push() {
    bench.push(Changes.drainPlanes("c", 1, 2));
    bench.runFor(A_MINUTE);
  }

  private static Instruction dispatch(String... sites) {
    return new OperatorInstruction.Dispatch(Selector.only(List.of(sites)));
  }
}
