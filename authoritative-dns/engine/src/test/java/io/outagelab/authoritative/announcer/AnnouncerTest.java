package io.outagelab.authoritative.announcer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.authoritative.announcer.Announcer.Effect;
import io.outagelab.authoritative.announcer.Announcer.Input;
import io.outagelab.core.Event;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.Pump;
import io.outagelab.core.Tick;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.Prefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnouncerTest {
  private static final Duration INTERVAL = Duration.ofSeconds(60);
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Duration HOLD_DOWN = Duration.ofMinutes(2);
  private static final Duration SPREAD = Duration.ofMinutes(3);
  private static final int FAILURES = 9;
  private static final int RECOVERIES = 2;
  private static final List<Prefix> PREFIXES =
      List.of(Prefix.of("129.134.30.0/24"), Prefix.of("185.89.218.0/24"));

  private static AnnouncerConfig config(Duration spread, WhenUnhealthy whenUnhealthy) {
    return new AnnouncerConfig(
        "dns",
        "sjc",
        PREFIXES,
        List.of(
            new Target("prn", Endpoint.of("10.0.0.1", 8080)),
            new Target("frc", Endpoint.of("10.0.0.2", 8080))),
        INTERVAL,
        TIMEOUT,
        FAILURES,
        RECOVERIES,
        HOLD_DOWN,
        spread,
        whenUnhealthy);
  }

  /** A site: an announcer whose data centres answer as the test says, after 50 ms. */
  private static final class Site {
    private static final Duration LATENCY = Duration.ofMillis(50);

    private final Announcer announcer;
    private final Pump<Input, Effect> pump;
    private final TreeSet<String> reachable = new TreeSet<>(List.of("prn", "frc"));
    private final List<String> log = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final List<Tick> rounds = new ArrayList<>();
    private final List<Effect.Probe> answering = new ArrayList<>();
    private boolean unroutable;
    private Tick now = Tick.ZERO;
    private Tick acted = Tick.NEVER;

    Site(AnnouncerConfig config, long seed) {
      announcer = new Announcer(config, new SplittableRandom(seed));
      pump = new Pump<>(announcer, this::perform);
      pump.feed(now, new Input.Started());
    }

    private void perform(Tick at, Effect effect) {
      switch (effect) {
        case Effect.Probe probe -> {
          if (probe.target().name().equals("prn")) {
            rounds.add(at);
          }
          answering.add(probe);
        }
        case Effect.Announce(Prefix prefix, int preference) -> {
          log.add("announce " + prefix + " " + preference);
          acted = at;
        }
        case Effect.Withdraw(Prefix prefix) -> {
          log.add("withdraw " + prefix);
          acted = at;
        }
        case Effect.Observed(Event event) -> {
          log.add(event.name());
          events.add(event);
        }
      }
    }

    void runFor(Duration duration) {
      Tick end = now.plus(duration);
      while (!pump.deadline().isAfter(end)) {
        now = pump.deadline();
        pump.fire(now);
        deliver();
      }
      now = end;
    }

    private void deliver() {
      List<Effect.Probe> probes = List.copyOf(answering);
      answering.clear();
      for (Effect.Probe probe : probes) {
        if (reachable.contains(probe.target().name())) {
          pump.feed(now.plus(LATENCY), new Input.ProbeAnswered(probe.id()));
        } else if (unroutable) {
          pump.feed(now, new Input.ProbeFailed(probe.id()));
        }
      }
    }

    /** Runs until the next event is observed. Returns when. */
    Tick runToNextEvent() {
      int before = events.size();
      while (events.size() == before) {
        runFor(
            Duration.ofMillis(1)
                .plus(now.isBefore(pump.deadline()) ? pump.deadline().since(now) : Duration.ZERO));
      }
      return now;
    }

    List<String> takeLog() {
      List<String> taken = List.copyOf(log);
      log.clear();
      return taken;
    }
  }

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

  /** What is shown of a site outlives its announcer: it must be told of what it finds. */
  @Test
  void saysOnceThatItFoundTheSiteHealthy() {
    Site site = new Site(config(SPREAD, WhenUnhealthy.WITHDRAW), 1);

    site.runFor(INTERVAL.multipliedBy(5));

    assertThat(site.events)
        .singleElement()
        .satisfies(event -> assertThat(event.name()).isEqualTo("site-healthy"))
        .satisfies(event -> assertThat(event.weight()).isEqualTo(Event.Weight.DETAIL));
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
      site.runFor(INTERVAL);
      for (long id = 0; id < 100; id++) {
        site.pump.feed(site.now, new Input.ProbeAnswered(id));
        site.pump.feed(site.now, new Input.ProbeFailed(id));
      }
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
        new AnnouncerConfig(
            "dns",
            "sjc",
            PREFIXES,
            List.of(new Target("prn", Endpoint.of("10.0.0.1", 8080))),
            INTERVAL,
            TIMEOUT,
            1,
            1,
            HOLD_DOWN,
            Duration.ZERO,
            WhenUnhealthy.WITHDRAW);
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
        new AnnouncerConfig(
            "dns",
            "sjc",
            PREFIXES,
            List.of(new Target("prn", Endpoint.of("10.0.0.1", 8080))),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            3,
            1,
            HOLD_DOWN,
            Duration.ZERO,
            WhenUnhealthy.WITHDRAW);
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
    assertThat(new SiteHealthy("dns", "sjc", "because", "announces", Event.Weight.STORY).name())
        .isEqualTo("site-healthy");
  }

  @Test
  void refusesARuleThatCannotDecide() {
    assertThatThrownBy(
            () ->
                new AnnouncerConfig(
                    "dns",
                    "sjc",
                    PREFIXES,
                    List.of(),
                    INTERVAL,
                    TIMEOUT,
                    1,
                    1,
                    HOLD_DOWN,
                    SPREAD,
                    WhenUnhealthy.KEEP))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessage("health rule of dns at sjc: at least one target to probe is needed");
  }
}
