package io.outagelab.authoritative.announcer;

import io.outagelab.authoritative.announcer.Announcer.Effect;
import io.outagelab.authoritative.announcer.Announcer.Input;
import io.outagelab.core.Event;
import io.outagelab.core.Pump;
import io.outagelab.core.Tick;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.Prefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** A site: an announcer whose data centres answer as the test says, after 50 ms. */
final class Site {
  static final Duration INTERVAL = Duration.ofSeconds(60);
  static final Duration TIMEOUT = Duration.ofSeconds(2);
  static final Duration HOLD_DOWN = Duration.ofMinutes(2);
  static final Duration SPREAD = Duration.ofMinutes(3);
  static final Duration LATENCY = Duration.ofMillis(50);
  static final int FAILURES = 9;
  static final int RECOVERIES = 2;
  static final List<Prefix> PREFIXES =
      List.of(Prefix.of("129.134.30.0/24"), Prefix.of("185.89.218.0/24"));

  private static final List<Target> CENTRES =
      List.of(
          new Target("prn", Endpoint.of("10.0.0.1", 8080)),
          new Target("frc", Endpoint.of("10.0.0.2", 8080)),
          new Target("lla", Endpoint.of("10.0.0.3", 8080)));

  static AnnouncerConfig config(Duration spread, WhenUnhealthy whenUnhealthy) {
    return config(
        new Rhythm(INTERVAL, TIMEOUT, FAILURES, RECOVERIES, HOLD_DOWN, spread),
        HealthPolicy.DEFAULT.with(whenUnhealthy));
  }

  static AnnouncerConfig config(Rhythm rhythm, HealthPolicy policy) {
    return new AnnouncerConfig("dns", "sjc", PREFIXES, CENTRES, List.of(), rhythm, policy);
  }

  final Announcer announcer;
  final Pump<Input, Effect> pump;
  final TreeSet<String> reachable = new TreeSet<>(List.of("prn", "frc", "lla"));
  final TreeSet<String> unwell = new TreeSet<>();
  private final List<String> log = new ArrayList<>();
  final List<Event> events = new ArrayList<>();
  final List<Optional<Duration>> leases = new ArrayList<>();
  final List<Tick> rounds = new ArrayList<>();
  private final List<Effect.Probe> answering = new ArrayList<>();
  final List<Effect.Probe> asked = new ArrayList<>();
  boolean unroutable;
  Tick now = Tick.ZERO;
  Tick acted = Tick.NEVER;

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
        asked.add(probe);
      }
      case Effect.AskPeer ask -> throw new IllegalStateException(ask.toString());
      case Effect.AnswerPeer answer -> throw new IllegalStateException(answer.toString());
      case Effect.Announce(Prefix prefix, int preference, Optional<Duration> lease) -> {
        log.add("announce " + prefix + " " + preference);
        leases.add(lease);
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

  /** Lets time pass. */
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
      String centre = probe.target().name();
      if (reachable.contains(centre)) {
        pump.feed(now.plus(LATENCY), new Input.ProbeAnswered(probe.id(), !unwell.contains(centre)));
      } else if (unroutable) {
        pump.feed(now, new Input.ProbeUndeliverable(probe.id()));
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

  /** What it did since this was last asked. */
  List<String> takeLog() {
    List<String> taken = List.copyOf(log);
    log.clear();
    return taken;
  }
}
