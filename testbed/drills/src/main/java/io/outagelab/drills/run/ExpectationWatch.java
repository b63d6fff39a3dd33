package io.outagelab.drills.run;

import io.outagelab.drills.journal.Journal;
import io.outagelab.drills.journal.Journal.Verdict;
import io.outagelab.drills.language.Expectation;
import io.outagelab.drills.language.Expectation.When;
import io.outagelab.drills.run.Finding.Truth;
import io.outagelab.world.yaml.Durations;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Judges one expectation. What was found holds until something else is found, so a state is judged
 * for the stretch of time in which it held, and nothing needs a timer.
 */
final class ExpectationWatch {
  private final Expectation expectation;
  private Finding finding = new Finding(Truth.UNKNOWN, "nothing was observed");
  private Duration since = Duration.ZERO;
  private Optional<String> witness = Optional.empty();
  private Optional<Journal.Judgement> judgement = Optional.empty();

  ExpectationWatch(Expectation expectation) {
    this.expectation = expectation;
  }

  /** What is watched. */
  Expectation expectation() {
    return expectation;
  }

  /** Takes in what is found from this moment on. */
  void look(Duration at, Finding raw) {
    pass(at);
    Finding found = expectation.negated() ? raw.negated() : raw;
    if (found.truth() != finding.truth()) {
      since = at;
    }
    finding = found;
  }

  /** Takes in that what was found held until this moment, which it may or may not include. */
  void pass(Duration now) {
    if (judgement.isPresent()) {
      return;
    }
    switch (expectation.when()) {
      case When.By by -> {
        if (now.compareTo(by.moment()) > 0) {
          judgement = Optional.of(atMoment(by.moment()));
        }
      }
      case When.Throughout throughout -> watch(Duration.ZERO, now, "throughout");
      case When.Between between ->
          watch(
              between.from(),
              now.compareTo(between.until()) < 0 ? now : between.until(),
              "from %s to %s".formatted(plain(between.from()), plain(between.until())));
    }
  }

  private void watch(Duration from, Duration until, String expected) {
    Duration start = since.compareTo(from) > 0 ? since : from;
    if (start.compareTo(until) >= 0) {
      return;
    }
    if (finding.truth() == Truth.HOLDS) {
      witness = Optional.of("%s %s".formatted(finding.detail(), expected));
    }
    if (finding.truth() == Truth.FAILS) {
      judgement =
          Optional.of(
              judged(
                  Verdict.MISSED,
                  Optional.of(start),
                  "%s at %s; expected otherwise %s"
                      .formatted(finding.detail(), plain(start), expected)));
    }
  }

  private Journal.Judgement atMoment(Duration by) {
    return switch (finding.truth()) {
      case HOLDS ->
          judged(
              Verdict.MET,
              Optional.of(since),
              "%s from %s; expected by %s".formatted(finding.detail(), plain(since), plain(by)));
      case FAILS ->
          judged(
              Verdict.MISSED,
              Optional.of(by),
              "%s at %s; expected otherwise by then".formatted(finding.detail(), plain(by)));
      case UNKNOWN ->
          judged(
              Verdict.INCONCLUSIVE,
              Optional.empty(),
              "%s by %s".formatted(finding.detail(), plain(by)));
    };
  }

  /** The verdict so far, if there is one. */
  Optional<Journal.Judgement> judgement() {
    return judgement;
  }

  /**
   * The verdict of a drill that was watched until this moment.
   *
   * @param wholly whether that is the drill's own end
   */
  Journal.Judgement conclude(Duration end, boolean wholly) {
    pass(end);
    if (judgement.isPresent()) {
      return judgement.get();
    }
    if (!wholly) {
      return judged(
          Verdict.INCONCLUSIVE, Optional.empty(), "the drill ended early, at " + plain(end));
    }
    return expectation.when() instanceof When.By by
        ? atMoment(by.moment())
        : judged(
            witness.isPresent() ? Verdict.MET : Verdict.INCONCLUSIVE,
            Optional.empty(),
            witness.orElse(finding.detail()));
  }

  private Journal.Judgement judged(Verdict verdict, Optional<Duration> at, String detail) {
    return new Journal.Judgement(expectation.id(), verdict, at, detail, expectation.control());
  }

  /** A duration to the second, as files spell it. */
  static String plain(Duration duration) {
    return Durations.display(duration.truncatedTo(ChronoUnit.SECONDS)).replaceFirst("^0$", "0s");
  }
}
