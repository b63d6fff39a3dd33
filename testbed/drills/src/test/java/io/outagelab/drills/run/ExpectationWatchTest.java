package io.outagelab.drills.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.drills.journal.Journal.Judgement;
import io.outagelab.drills.journal.Journal.Verdict;
import io.outagelab.drills.language.Condition;
import io.outagelab.drills.language.Expectation;
import io.outagelab.drills.language.Expectation.When;
import io.outagelab.drills.run.Finding.Truth;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ExpectationWatchTest {
  private static final Duration END = Duration.ofMinutes(60);
  private static final When BY = new When.By(minutes(20));
  private static final When BETWEEN = new When.Between(minutes(10), minutes(20));

  private static Duration minutes(int minutes) {
    return Duration.ofMinutes(minutes);
  }

  private static ExpectationWatch watch(When when, boolean negated) {
    return new ExpectationWatch(
        new Expectation("it", when, new Condition.Doors(true), negated, false));
  }

  /** Looks at these minutes and finds in turn that it fails, holds, fails, ... */
  private static Judgement judge(When when, int... changes) {
    ExpectationWatch watch = watch(when, false);
    boolean holds = false;
    watch.look(Duration.ZERO, Finding.of(false, "no"));
    for (int change : changes) {
      holds = !holds;
      watch.look(minutes(change), Finding.of(holds, holds ? "yes" : "no"));
    }
    return watch.conclude(END, true);
  }

  @Test
  void byIsMetByWhatHoldsAtThatMoment() {
    assertThat(judge(BY, 15).verdict()).isEqualTo(Verdict.MET);
    assertThat(judge(BY, 15).at()).contains(minutes(15));
    assertThat(judge(BY, 20).verdict()).isEqualTo(Verdict.MET);
  }

  @Test
  void byIsMissedByWhatCameTooLateOrWentAgain() {
    assertThat(judge(BY, 21).verdict()).isEqualTo(Verdict.MISSED);
    assertThat(judge(BY, 15, 18).verdict()).isEqualTo(Verdict.MISSED);
  }

  @Test
  void byIsNotTouchedByWhatComesLater() {
    assertThat(judge(BY, 15, 25).verdict()).isEqualTo(Verdict.MET);
  }

  @Test
  void betweenIsMissedByOneLapseInside() {
    assertThat(judge(BETWEEN, 5, 12, 13).verdict()).isEqualTo(Verdict.MISSED);
    assertThat(judge(BETWEEN, 5, 12, 13).at()).contains(minutes(12));
    assertThat(judge(BETWEEN, 11).verdict()).isEqualTo(Verdict.MISSED);
  }

  @Test
  void betweenIsNotTouchedByLapsesOutside() {
    assertThat(judge(BETWEEN, 2, 4, 10, 20).verdict()).isEqualTo(Verdict.MET);
  }

  @Test
  void throughoutIsMissedByAnyLapse() {
    assertThat(judge(new When.Throughout(), 1).verdict()).isEqualTo(Verdict.MISSED);
  }

  @Test
  void negationTurnsTheConditionRound() {
    ExpectationWatch watch = watch(new When.Throughout(), true);

    watch.look(Duration.ZERO, Finding.of(false, "no"));

    assertThat(watch.conclude(END, true).verdict()).isEqualTo(Verdict.MET);
  }

  @Test
  void whatWasNeverSeenIsInconclusive() {
    Finding unknown = new Finding(Truth.UNKNOWN, "not asked yet");
    for (When when : new When[] {BY, BETWEEN, new When.Throughout()}) {
      ExpectationWatch watch = watch(when, true);
      watch.look(Duration.ZERO, unknown);

      assertThat(watch.conclude(END, true).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }
  }

  @Test
  void whatWasNotDecidedWhenTheDrillEndedEarlyIsInconclusive() {
    ExpectationWatch watch = watch(BY, false);

    watch.look(Duration.ZERO, Finding.of(true, "yes"));

    assertThat(watch.conclude(minutes(12), false).detail())
        .isEqualTo("the drill ended early, at 12m");
  }
}
