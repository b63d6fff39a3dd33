package io.outagelab.drills.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.outagelab.configpush.OperatorInstruction;
import io.outagelab.configpush.Via;
import io.outagelab.core.Layer;
import io.outagelab.core.node.Instruction;
import io.outagelab.drills.FakeLab;
import io.outagelab.drills.Golden;
import io.outagelab.drills.Said;
import io.outagelab.drills.Story;
import io.outagelab.drills.TestWorlds;
import io.outagelab.drills.journal.Journal;
import io.outagelab.drills.journal.Journal.Judgement;
import io.outagelab.drills.journal.Journal.Proof;
import io.outagelab.drills.journal.Journal.Status;
import io.outagelab.drills.journal.Journal.Turn;
import io.outagelab.drills.journal.Journal.Verdict;
import io.outagelab.drills.journal.JournalWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DrillRunnerTest {
  private static final Instruction ROLLBACK =
      new OperatorInstruction.Rollback(Optional.empty(), Via.ON_SITE, true);

  private static Journal run(FakeLab lab) {
    return DrillRunner.run(lab, TestWorlds.drill("cut"), DrillListener.SILENT, () -> false);
  }

  private static Judgement judgement(Journal journal, String id) {
    return journal.expectations().stream()
        .filter(candidate -> candidate.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static BiConsumer<FakeLab, Instruction> onPush(Consumer<FakeLab> consequence) {
    return (lab, instruction) -> {
      if (instruction instanceof OperatorInstruction.Push) {
        consequence.accept(lab);
      } else {
        Story.follow(lab, instruction);
      }
    };
  }

  @Test
  void passesWhenEverythingCameAsExpected() {
    Journal journal = run(Story.lab());

    assertThat(journal.status()).isEqualTo(Status.COMPLETED);
    assertThat(journal.deviated()).isFalse();
    assertThat(journal.expectations())
        .extracting(Judgement::id, Judgement::verdict)
        .containsExactly(
            tuple("servfail", Verdict.MET),
            tuple("back", Verdict.MET),
            tuple("never-nxdomain", Verdict.MET),
            tuple("dark", Verdict.MET),
            tuple("gate", Verdict.MET),
            tuple("order", Verdict.MET));
    assertThat(journal.exitCode()).isZero();
  }

  @Test
  void saysSinceWhenAnExpectationIsMet() {
    Journal journal = run(Story.lab());

    assertThat(judgement(journal, "servfail").detail())
        .isEqualTo("SERVFAIL from public for www.example from 3m15s; expected by 6m");
    assertThat(judgement(journal, "back").at()).contains(Duration.parse("PT14M40S"));
  }

  @Test
  void reachesMilestonesOnceAndMeasuresTheirDistanceFromTheRecord() {
    Journal journal = run(Story.lab());

    assertThat(journal.milestones())
        .extracting(Turn::name)
        .containsExactly("applied", "down", "gone", "servfail", "up");
    assertThat(journal.milestones().get(2))
        .isEqualTo(
            new Turn(
                "gone",
                Optional.of(Duration.parse("PT2M31.25S")),
                Optional.of(Duration.ofMinutes(3)),
                Optional.of("A. Author, The lane, 2026")));
    assertThat(journal.milestones().get(2).distance()).contains(Duration.parse("PT-28.75S"));
  }

  @Test
  void findsTheProofOfTheFaultAtOthersThanTheController() {
    Journal journal = run(Story.lab());

    assertThat(journal.faults())
        .containsExactly(
            new Journal.Fault(
                "drain-everything",
                Duration.ZERO,
                Proof.CONFIRMED,
                "2 routers have the change; bb1.core--bb1.edge: link down at 2s"));
  }

  @Test
  void missesWhenAnExpectationIsNotMet() {
    FakeLab lab =
        Story.lab(
            onPush(
                fake -> {
                  Story.fall(fake);
                  fake.in("5M", Said.answer("public", "SERVFAIL", "NOERROR"));
                }));

    Journal journal = run(lab);

    assertThat(judgement(journal, "servfail").verdict()).isEqualTo(Verdict.MISSED);
    assertThat(judgement(journal, "servfail").detail())
        .isEqualTo("NOERROR from public for www.example at 6m; expected otherwise by then");
    assertThat(journal.exitCode()).isEqualTo(1);
  }

  @Test
  void missesWhenMilestonesComeInAnotherOrder() {
    FakeLab lab =
        Story.lab(
            onPush(
                fake -> {
                  fake.in("1S", Said.answer("public", "NOERROR", "SERVFAIL"));
                  Story.fall(fake);
                }));

    Journal journal = run(lab);

    assertThat(judgement(journal, "order").verdict()).isEqualTo(Verdict.MISSED);
    assertThat(judgement(journal, "order").detail()).isEqualTo("servfail came at 1s, before gone");
    assertThat(journal.exitCode()).isEqualTo(1);
  }

  @Test
  void missesWhenAMilestoneIsNeverReached() {
    FakeLab lab =
        Story.lab(
            (fake, instruction) -> {
              if (instruction instanceof OperatorInstruction.Push) {
                fake.in("2S", Said.applied("bb1.core")).in("2S", Said.link(1, false));
                fake.in("19M", Said.link(1, true));
              }
            });

    Journal journal = run(lab);

    assertThat(judgement(journal, "order").detail()).isEqualTo("down was not reached");
    assertThat(journal.exitCode()).isEqualTo(1);
  }

  @Test
  void isInconclusiveWhenTheAuditRefusesThePush() {
    FakeLab lab =
        Story.lab(
            onPush(
                fake -> fake.in("1S", Said.change("audit-refused", "stopped by the audit: all"))));

    Journal journal = run(lab);

    assertThat(journal.faults().getFirst().proof()).isEqualTo(Proof.INCONCLUSIVE);
    assertThat(journal.faults().getFirst().by()).isEqualTo("stopped by the audit: all");
    assertThat(journal.exitCode()).isEqualTo(3);
  }

  @Test
  void findsAMismatchWhenOnlyTheControllerSawTheFault() {
    FakeLab lab =
        Story.lab(
            onPush(
                fake ->
                    fake.in(
                        "3S",
                        Said.change(
                            "push-finished", "4 of 4 routers confirmed that they have it"))));

    Journal journal = run(lab);

    assertThat(journal.faults().getFirst().proof()).isEqualTo(Proof.MISMATCH);
    assertThat(journal.exitCode()).isEqualTo(3);
  }

  @Test
  void findsAMismatchWhenRoutersHaveTheChangeAndNobodySawAnEffect() {
    FakeLab lab = Story.lab(onPush(fake -> fake.in("3S", Said.applied("bb1.core"))));

    Journal journal = run(lab);

    assertThat(journal.faults().getFirst().by())
        .isEqualTo("1 router has the change; nobody else saw anything of it");
    assertThat(journal.faults().getFirst().proof()).isEqualTo(Proof.MISMATCH);
  }

  @Test
  void doesNothingToALabThatNeverSettles() {
    FakeLab lab = new FakeLab(Story::follow);

    Journal journal = run(lab);

    assertThat(journal.status()).isEqualTo(Status.FAILED);
    assertThat(journal.reason().orElseThrow()).startsWith("no steady state after 2m: ");
    assertThat(journal.exitCode()).isEqualTo(3);
    assertThat(lab.instructions()).isEmpty();
  }

  @Test
  void startsOnlyAfterTheSteadyStateHeldForTheBaseline() {
    FakeLab lab =
        Story.lab().in("30S", Said.app("down", "backend")).in("40S", Said.app("up", "none"));
    Duration[] settled = new Duration[1];
    DrillListener listener =
        new DrillListener() {
          @Override
          public void started(Duration after) {
            settled[0] = after;
          }
        };

    DrillRunner.run(lab, TestWorlds.drill("cut"), listener, () -> false);

    assertThat(settled[0]).isCloseTo(Duration.ofSeconds(100), Duration.ofSeconds(10));
  }

  @Test
  void rollsBackWhenCancelled() {
    FakeLab lab = Story.lab();
    boolean[] cancel = new boolean[1];
    lab.run("5M", () -> cancel[0] = true);

    Journal journal =
        DrillRunner.run(lab, TestWorlds.drill("cut"), DrillListener.SILENT, () -> cancel[0]);

    assertThat(journal.status()).isEqualTo(Status.INTERRUPTED);
    assertThat(journal.exitCode()).isEqualTo(130);
    assertThat(lab.instructions()).hasSize(2).last().isEqualTo(ROLLBACK);
    assertThat(judgement(journal, "servfail").verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(journal.deviated()).isFalse();
  }

  @Test
  void rollsBackWhenTheThreadIsInterruptedAndLeavesItInterrupted() {
    FakeLab lab = Story.lab();
    lab.run("5M", () -> Thread.currentThread().interrupt());

    Journal journal = run(lab);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(journal.exitCode()).isEqualTo(130);
    assertThat(lab.instructions()).last().isEqualTo(ROLLBACK);
    assertThat(journal.deviated()).isFalse();
  }

  @Test
  void rollsBackWhenTheLabBreaks() {
    FakeLab lab = Story.lab();
    lab.run(
        "5M",
        () -> {
          throw new IllegalStateException("a router lost its mind");
        });

    Journal journal = run(lab);

    assertThat(journal.status()).isEqualTo(Status.ABORTED);
    assertThat(journal.reason().orElseThrow()).contains("a router lost its mind");
    assertThat(journal.exitCode()).isEqualTo(3);
    assertThat(lab.instructions()).last().isEqualTo(ROLLBACK);
  }

  /** Real time that stands still but for pauses; something happens after so many of them. */
  private static final class Pauses implements Patience.Clock {
    private final int until;
    private final Runnable then;
    private int count;

    Pauses(int until, Runnable then) {
      this.until = until;
      this.then = then;
    }

    @Override
    public Duration now() {
      return Patience.PAUSE.multipliedBy(count);
    }

    @Override
    public void pause(Duration duration) {
      if (++count == until) {
        then.run();
      }
    }
  }

  private static Journal run(FakeLab lab, Patience.Clock clock) {
    return DrillRunner.run(
        lab, TestWorlds.drill("cut"), DrillListener.SILENT, () -> false, new Patience(clock));
  }

  @Test
  void rollsBackAsSoonAsALabThatWentAwayInMidDrillIsBack() {
    FakeLab lab = Story.lab();
    lab.run("5M", () -> lab.away(true));

    Journal journal = run(lab, new Pauses(14, () -> lab.away(false)));

    assertThat(journal.status()).isEqualTo(Status.ABORTED);
    assertThat(journal.reason()).contains("the lab broke: nobody is at home");
    assertThat(judgement(journal, "back").verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(journal.exitCode()).isEqualTo(3);
    assertThat(lab.instructions()).hasSize(2).last().isEqualTo(ROLLBACK);
    assertThat(journal.deviated()).isFalse();
  }

  @Test
  void waitsForALabThatGoesAwayAfterTheRollback() {
    FakeLab lab =
        Story.lab(
            (fake, instruction) -> {
              Story.follow(fake, instruction);
              if (instruction.equals(ROLLBACK)) {
                fake.run("30S", () -> fake.away(true));
              }
            });

    Journal journal = run(lab, new Pauses(14, () -> lab.away(false)));

    assertThat(journal.status()).isEqualTo(Status.COMPLETED);
    assertThat(journal.exitCode()).isZero();
  }

  @Test
  void saysThatNothingWasRolledBackInALabThatStaysAway() {
    FakeLab lab = Story.lab();
    lab.run("5M", () -> lab.away(true));
    Pauses clock = new Pauses(0, () -> {});

    Journal journal = run(lab, clock);

    assertThat(clock.now()).isEqualTo(TestWorlds.drill("cut").recovery());
    assertThat(journal.status()).isEqualTo(Status.ABORTED);
    assertThat(journal.reason().orElseThrow())
        .isEqualTo("the lab broke: nobody is at home; the rollback broke: nobody is at home");
    assertThat(journal.exitCode()).isEqualTo(3);
  }

  @Test
  void doesNotSayThatItRolledBackWhenThatBrokeAfterAnInterruption() {
    FakeLab lab = Story.lab();
    boolean[] cancel = new boolean[1];
    lab.run("5M", () -> cancel[0] = true);
    DrillListener listener =
        new DrillListener() {
          @Override
          public void rollingBack(Duration at, Status status) {
            lab.away(true);
          }
        };

    Journal journal =
        DrillRunner.run(
            lab,
            TestWorlds.drill("cut"),
            listener,
            () -> cancel[0],
            new Patience(new Pauses(0, () -> {})));

    assertThat(journal.status()).isEqualTo(Status.ABORTED);
    assertThat(journal.exitCode()).isEqualTo(3);
  }

  @Test
  void rollsBackAfterTheDrillsOwnEnd() {
    FakeLab lab = Story.lab();

    run(lab);

    assertThat(lab.instructions()).hasSize(4).last().isEqualTo(ROLLBACK);
  }

  @Test
  void deviatesWhenTheLabDoesNotComeBackAfterTheRollback() {
    FakeLab lab =
        Story.lab(
            (fake, instruction) -> {
              Story.follow(fake, instruction);
              if (instruction.equals(ROLLBACK)) {
                fake.in("3M", Said.app("down", "backend"));
                fake.in("2S", Said.app("degraded", "backend"));
              }
            });

    Journal journal = run(lab);

    assertThat(journal.deviated()).isTrue();
    assertThat(journal.exitCode()).isEqualTo(1);
  }

  @Test
  void scoresWhatTheEventsSay() {
    Journal journal = run(Story.lab());

    assertThat(journal.score().userMinutesLost()).isEqualTo(2_000);
    assertThat(journal.score().toDetect()).contains(Duration.ofSeconds(20));
    assertThat(journal.score().toMitigate()).contains(Duration.parse("PT14M20S"));
    assertThat(journal.score().peakResolverAmplification()).isCloseTo(7, within(0.01));
    assertThat(journal.score().peakParentAmplification()).isCloseTo(35, within(0.01));
    assertThat(journal.score().recoveryTail())
        .containsEntry(Layer.BACKBONE, Optional.of(Duration.ofSeconds(2)))
        .containsEntry(Layer.RESOLVER, Optional.of(Duration.ofSeconds(81)))
        .containsEntry(Layer.APP, Optional.of(Duration.ofSeconds(100)));
  }

  @Test
  void writesTheSameJournalForTheSameRun() {
    String first = JournalWriter.toJson(run(Story.lab()));
    String second = JournalWriter.toJson(run(Story.lab()));

    assertThat(second).isEqualTo(first);
    Golden.check(Path.of("src/test/resources/journal.json"), first);
  }
}
