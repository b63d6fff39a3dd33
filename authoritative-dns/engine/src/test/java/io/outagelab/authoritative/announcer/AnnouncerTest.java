package io.outagelab.authoritative.announcer;

import static io.outagelab.authoritative.announcer.Site.FAILURES;
import static io.outagelab.authoritative.announcer.Site.HOLD_DOWN;
import static io.outagelab.authoritative.announcer.Site.INTERVAL;
import static io.outagelab.authoritative.announcer.Site.PREFIXES;
import static io.outagelab.authoritative.announcer.Site.RECOVERIES;
import static io.outagelab.authoritative.announcer.Site.SPREAD;
import static io.outagelab.authoritative.announcer.Site.TIMEOUT;
import static io.outagelab.authoritative.announcer.Site.config;
import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.authoritative.announcer.Announcer.Effect;
import io.outagelab.authoritative.announcer.Announcer.Input;
import io.outagelab.core.Event;
import io.outagelab.core.Tick;
import java.time.Duration;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnouncerTest {
  private static Site withdrawing(long seed) {
    Site site = new Site(config(SPREAD, WhenUnhealthy.WITHDRAW), seed);
    site.runFor(INTERVAL.multipliedBy(3));
    site.takeLog();
    return site;
  }

  private static Site withdrawn(long seed) {
    Site site = withdrawing(seed);
    site.reachable.clear();
    site.runFor(INTERVAL.multipliedBy(FAILURES + 2).plus(SPREAD));
    site.takeLog();
    return site;
  }

  @Test
  void announcesAtOnceWhenItStarts() {
    Site site = new Site(config(SPREAD, WhenUnhealthy.WITHDRAW), 1);

    assertThat(site.takeLog())
        .containsExactly("announce 129.134.30.0/24 100", "announce 185.89.218.0/24 100");
    assertThat(site.announcer.healthy()).isTrue();
    assertThat(site.announcer.announcing()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void probesEveryTargetOncePerIntervalFromARandomPhaseOn(long seed) {
    Site site = new Site(config(SPREAD, WhenUnhealthy.WITHDRAW), seed);

    site.runFor(INTERVAL.multipliedBy(4));

    assertThat(site.rounds).hasSize(4);
    assertThat(site.rounds.getFirst()).isLessThan(Tick.at(INTERVAL));
    assertThat(site.rounds.get(3).since(site.rounds.get(2))).isEqualTo(INTERVAL);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void withdrawsAfterFailedRoundsAndItsSpread(long seed) {
    Site site = withdrawing(seed);

    site.reachable.clear();
    site.runToNextEvent();

    Tick lastRound = site.rounds.getLast();
    assertThat(site.takeLog()).containsExactly("site-unhealthy");
    assertThat(site.rounds).hasSize(3 + FAILURES);
    assertThat(site.announcer.healthy()).isFalse();
    assertThat(site.announcer.announcing()).isTrue();

    site.runFor(SPREAD);
    assertThat(site.takeLog())
        .containsExactly("withdraw 129.134.30.0/24", "withdraw 185.89.218.0/24");
    assertThat(site.announcer.patience()).isBetween(Duration.ZERO, SPREAD);
    assertThat(site.acted).isEqualTo(lastRound.plus(TIMEOUT).plus(site.announcer.patience()));
    assertThat(site.announcer.announcing()).isFalse();
  }

  /** Here no last sites are kept, so nothing was asked: the answer is forged, or stale. */
  @Test
  void takesNoNoticeOfAnAnswerThatItNeverAskedFor() {
    Site site = withdrawn(1);

    site.pump.feed(site.now, new Input.PeerAnswered(1, new Standing(true, true), true));

    assertThat(site.takeLog()).isEmpty();
    assertThat(site.announcer.announcing()).isFalse();
  }

  @Test
  void sitesWithdrawAtDifferentTimes() {
    TreeSet<Duration> patience = new TreeSet<>();
    for (long seed = 1; seed <= 20; seed++) {
      patience.add(withdrawing(seed).announcer.patience());
    }

    assertThat(patience).hasSize(20);
  }

  @Test
  void withdrawsAtOnceWhenItHasNoSpread() {
    Site site = new Site(config(Duration.ZERO, WhenUnhealthy.WITHDRAW), 1);
    site.takeLog();

    site.reachable.clear();
    site.runToNextEvent();

    assertThat(site.takeLog())
        .containsExactly("site-unhealthy", "withdraw 129.134.30.0/24", "withdraw 185.89.218.0/24");
  }

  @Test
  void oneReachableDataCentreKeepsTheSiteHealthy() {
    Site site = withdrawing(1);

    site.reachable.remove("prn");
    site.runFor(Duration.ofHours(2));

    assertThat(site.takeLog()).isEmpty();
    assertThat(site.announcer.healthy()).isTrue();
  }

  @Test
  void aGoodRoundStartsTheCountOfFailuresAnew() {
    Site site = withdrawing(1);

    for (int times = 0; times < 3; times++) {
      site.reachable.clear();
      site.runFor(INTERVAL.multipliedBy(FAILURES - 1));
      site.reachable.add("prn");
      site.runFor(INTERVAL);
    }

    assertThat(site.takeLog()).isEmpty();
  }

  @Test
  void aRoundFailsAtOnceWhenEveryProbeIsUndeliverable() {
    Site site = new Site(config(Duration.ZERO, WhenUnhealthy.WITHDRAW), 1);
    site.reachable.clear();
    site.unroutable = true;

    site.runToNextEvent();

    assertThat(site.acted).isEqualTo(site.rounds.getLast());
    assertThat(site.rounds).hasSize(FAILURES);
  }

  @Test
  void ignoresAnswersThatCameTooLateOrWereNeverAskedFor() {
    Site site = withdrawing(1);
    site.reachable.clear();

    for (int round = 0; round < FAILURES; round++) {
      site.runFor(site.pump.deadline().since(site.now));
      site.runFor(TIMEOUT);
      for (Effect.Probe probe : site.asked) {
        site.pump.feed(site.now, new Input.ProbeAnswered(probe.id(), true));
        site.pump.feed(site.now, new Input.ProbeAnswered(probe.id() + 1_000_000, true));
        site.pump.feed(site.now, new Input.ProbeUndeliverable(probe.id()));
      }
      site.asked.clear();
    }
    site.runFor(INTERVAL);

    assertThat(site.takeLog()).contains("site-unhealthy");
  }

  @Test
  void staysAnnouncedWhenItRecoversBeforeItsSpreadIsOver() {
    Site site = new Site(config(Duration.ofDays(1), WhenUnhealthy.WITHDRAW), 7);
    site.reachable.clear();
    site.runToNextEvent();
    site.takeLog();

    site.reachable.add("frc");
    site.runFor(Duration.ofDays(2));

    assertThat(site.takeLog()).containsExactly("site-healthy");
    assertThat(site.announcer.announcing()).isTrue();
    assertThat(site.events.getLast().detail()).contains("stayed announced");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void holdsDownBeforeAnnouncingAgain(long seed) {
    Site site = withdrawn(seed);
    int roundsBefore = site.rounds.size();

    site.reachable.add("prn");
    site.runToNextEvent();
    Tick recovered = site.rounds.getLast().plus(Site.LATENCY);

    assertThat(site.takeLog()).containsExactly("site-healthy");
    assertThat(site.rounds).hasSize(roundsBefore + RECOVERIES);
    assertThat(site.announcer.announcing()).isFalse();

    site.runFor(HOLD_DOWN);
    assertThat(site.takeLog())
        .containsExactly("announce 129.134.30.0/24 100", "announce 185.89.218.0/24 100");
    assertThat(site.acted).isEqualTo(recovered.plus(HOLD_DOWN));
  }

  @Test
  void doesNotAnnounceAgainWhenItFailsDuringTheHoldDown() {
    AnnouncerConfig impatient =
        config(new Rhythm(INTERVAL, TIMEOUT, 1, 1, HOLD_DOWN, Duration.ZERO), HealthPolicy.DEFAULT);
    Site site = new Site(impatient, 1);
    site.reachable.clear();
    site.runFor(INTERVAL);
    site.reachable.add("prn");
    site.runFor(INTERVAL);
    site.reachable.clear();
    site.takeLog();

    site.runFor(Duration.ofHours(1));

    assertThat(site.takeLog()).containsExactly("site-unhealthy");
    assertThat(site.events.getLast().detail()).contains("does not announce");
  }

  @Test
  void keepsAnnouncingWhenTheRuleSaysKeep() {
    Site site = new Site(config(SPREAD, WhenUnhealthy.KEEP), 1);
    site.takeLog();
    site.reachable.clear();

    site.runFor(Duration.ofHours(6));
    assertThat(site.takeLog()).containsExactly("site-unhealthy");
    assertThat(site.announcer.announcing()).isTrue();
    assertThat(site.events.getFirst().detail()).contains("keeps its announcements");

    site.reachable.add("prn");
    site.runFor(Duration.ofHours(1));
    assertThat(site.takeLog()).containsExactly("site-healthy");
  }

  @Test
  void makesItselfTheLastChoiceWhenTheRuleSaysDepreference() {
    Site site = new Site(config(SPREAD, WhenUnhealthy.DEPREFERENCE), 1);
    site.takeLog();
    site.reachable.clear();

    site.runFor(Duration.ofHours(6));
    assertThat(site.announcer.announcing()).isTrue();
    assertThat(site.takeLog())
        .startsWith("site-unhealthy")
        .contains("announce " + PREFIXES.getFirst() + " " + Announcer.LAST_CHOICE)
        .noneMatch(line -> line.startsWith("withdraw"));

    site.reachable.add("prn");
    site.runFor(Duration.ofHours(1));
    assertThat(site.takeLog())
        .contains("announce " + PREFIXES.getFirst() + " " + Announcer.PREFERENCE);
  }

  @Test
  void endsARoundWhenTheNextOneStartsAtTheLatest() {
    AnnouncerConfig slow =
        config(
            new Rhythm(
                Duration.ofSeconds(1), Duration.ofSeconds(2), 3, 1, HOLD_DOWN, Duration.ZERO),
            HealthPolicy.DEFAULT);
    Site site = new Site(slow, 1);
    site.reachable.clear();
    site.runToNextEvent();

    assertThat(site.acted.since(site.rounds.getFirst())).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void describesItsEventsForTheStory() {
    Event event = new SiteUnhealthy("dns", "sjc", "because", "withdraws");

    assertThat(event.name()).isEqualTo("site-unhealthy");
    assertThat(event.subject()).isEqualTo("dns@sjc");
    assertThat(event.weight()).isEqualTo(Event.Weight.STORY);
    assertThat(event.attributes())
        .containsOnlyKeys("service", "site", "reason")
        .containsEntry("reason", "because");
    assertThat(new SiteHealthy("dns", "sjc", "because", "announces").name())
        .isEqualTo("site-healthy");
  }
}
