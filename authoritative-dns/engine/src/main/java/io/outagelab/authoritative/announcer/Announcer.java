package io.outagelab.authoritative.announcer;

import io.outagelab.core.Event;
import io.outagelab.core.Machine;
import io.outagelab.core.Tick;
import io.outagelab.core.Timers;
import io.outagelab.core.net.Prefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The announcer of one name-server site: the machine that decides whether the site may announce its
 * anycast prefixes.
 *
 * <h2>The rule</h2>
 *
 * <p>A site that reaches no data centre takes its own connection for broken and leaves the anycast
 * group, so that resolvers are led to a site that still works. Each site applies the rule for
 * itself and none knows of the others: if the fault is common to all, all of them leave.
 *
 * <pre>
 *            failures failed rounds                its part of the spread
 *  HEALTHY ──────────────────────────► UNHEALTHY ──────────────────────────► withdrawn
 *  announcing ◄──────────────────────  announcing                                │
 *     ▲        recoveries good rounds                                            │
 *     │                                                   recoveries good rounds │
 *     │            hold-down, healthy all along                                  ▼
 *     └────────────────────────────────────────────────────────────────────── HEALTHY
 *                                                                             withdrawn
 * </pre>
 *
 * <h2>Rounds</h2>
 *
 * <p>Once per interval every target is probed. The first answer makes the round a good one; it
 * fails when no target answered in time, or at once when every probe was undeliverable. The first
 * round comes at a random point of the interval: sites started together don't probe in step.
 *
 * <h2>Dampers</h2>
 *
 * <p>An unhealthy site waits for its own part of the spread before it withdraws. The part is drawn
 * once, so a site is always as quick or as patient as it is. If the site recovers during this wait
 * nobody outside notices; and after a fault common to all sites the withdrawals are spread over
 * time instead of hitting every peer in one second. On the way back a site must have been healthy
 * for the whole hold-down before it announces again, so that a flapping backbone does not make
 * flapping routes, which the routers of others would damp (RFC 2439).
 */
public final class Announcer implements Machine<Announcer.Input, Announcer.Effect> {
  /** The local preference that prefixes are announced with: the customary default. */
  public static final int PREFERENCE = 100;

  /** The local preference of a site that is to be the last choice. */
  public static final int LAST_CHOICE = 1;

  /** What can happen to an announcer. */
  public sealed interface Input {
    /** The site has started: announce, and begin to probe. */
    record Started() implements Input {}

    /** The target of this probe answered that it is well. */
    record ProbeAnswered(long id) implements Input {}

    /** This probe could not be delivered, or its target answered that it is not well. */
    record ProbeFailed(long id) implements Input {}
  }

  /** What an announcer wants done. */
  public sealed interface Effect {
    /** Ask this target whether it is well; the reply brings the id back. */
    record Probe(long id, Target target) implements Effect {}

    /** Have the site's routers originate the prefix, with this local preference. */
    record Announce(Prefix prefix, int preference) implements Effect {}

    /** Have the site's routers stop originating the prefix. */
    record Withdraw(Prefix prefix) implements Effect {}

    /** Record this event. */
    record Observed(Event event) implements Effect {}
  }

  private enum Timer {
    ROUND_STARTS,
    ROUND_ENDS,
    STEP_BACK,
    ANNOUNCE
  }

  private final AnnouncerConfig config;
  private final Duration phase;
  private final Duration patience;
  private final Timers<Timer> timers = new Timers<>();

  /** The probes of the round in progress that are still out; empty between rounds. */
  private final Set<Long> outstanding = new HashSet<>();

  private long probes;
  private int failedRounds;
  private int goodRounds;
  private boolean healthy = true;

  /** Whether anybody has been told how healthy it is: at its start that is anybody's guess. */
  private boolean isHealthKnown;

  private boolean announcing;

  /** Whether it has done what its rule says an unhealthy site does. */
  private boolean steppedBack;

  /** An announcer that has not started yet; its phase and its patience are drawn here. */
  public Announcer(AnnouncerConfig config, RandomGenerator random) {
    this.config = config;
    this.phase = Duration.ofNanos(random.nextLong(config.interval().toNanos()));
    this.patience = Duration.ofNanos(random.nextLong(config.spread().toNanos() + 1));
  }

  @Override
  public List<Effect> handle(Tick now, Input input) {
    List<Effect> effects = new ArrayList<>();
    switch (input) {
      case Input.Started started -> {
        announce(effects);
        timers.set(Timer.ROUND_STARTS, now.plus(phase));
      }
      case Input.ProbeAnswered(long id) -> {
        if (outstanding.contains(id)) {
          endRound();
          roundSucceeded(now, effects);
        }
      }
      case Input.ProbeFailed(long id) -> {
        if (outstanding.remove(id) && outstanding.isEmpty()) {
          endRound();
          roundFailed(now, effects);
        }
      }
    }
    return effects;
  }

  @Override
  public List<Effect> expire(Tick now) {
    List<Effect> effects = new ArrayList<>();
    for (Timer timer : timers.due(now)) {
      switch (timer) {
        case ROUND_STARTS -> startRound(now, effects);
        case ROUND_ENDS -> {
          endRound();
          roundFailed(now, effects);
        }
        // A timer of the same tick may have changed the site's health: the state decides.
        case STEP_BACK -> {
          if (!healthy) {
            stepBack(effects);
          }
        }
        case ANNOUNCE -> {
          if (healthy) {
            announce(effects);
          }
        }
      }
    }
    return effects;
  }

  @Override
  public Tick deadline() {
    return timers.deadline();
  }

  /** Whether the site reaches a data centre, by its rule. */
  public boolean healthy() {
    return healthy;
  }

  /** Whether the site announces its prefixes now. */
  public boolean announcing() {
    return announcing;
  }

  /** This site's own part of the spread. */
  public Duration patience() {
    return patience;
  }

  /** The rule it follows. */
  public AnnouncerConfig config() {
    return config;
  }

  private void startRound(Tick now, List<Effect> effects) {
    for (Target target : config.targets()) {
      long id = ++probes;
      outstanding.add(id);
      effects.add(new Effect.Probe(id, target));
    }
    // In this order: where both are due at one tick, a round ends before the next one starts.
    timers.set(Timer.ROUND_ENDS, now.plus(config.roundTimeout()));
    timers.set(Timer.ROUND_STARTS, now.plus(config.interval()));
  }

  private void endRound() {
    outstanding.clear();
    timers.cancel(Timer.ROUND_ENDS);
  }

  private void roundFailed(Tick now, List<Effect> effects) {
    goodRounds = 0;
    failedRounds++;
    if (healthy && failedRounds >= config.failures()) {
      healthy = false;
      isHealthKnown = true;
      timers.cancel(Timer.ANNOUNCE);
      effects.add(new Effect.Observed(unhealthy()));
      leave(now, effects);
    }
  }

  private void leave(Tick now, List<Effect> effects) {
    if (steppedBack || config.whenUnhealthy() == WhenUnhealthy.KEEP) {
      return;
    }
    if (patience.isZero()) {
      stepBack(effects);
    } else {
      timers.set(Timer.STEP_BACK, now.plus(patience));
    }
  }

  private void roundSucceeded(Tick now, List<Effect> effects) {
    failedRounds = 0;
    goodRounds++;
    if (!healthy && goodRounds >= config.recoveries()) {
      healthy = true;
      timers.cancel(Timer.STEP_BACK);
      effects.add(
          new Effect.Observed(
              recovered(
                  steppedBack
                      ? "announces as before after its hold-down"
                      : "its prefixes stayed announced",
                  Event.Weight.STORY)));
      if (steppedBack && config.holdDown().isZero()) {
        announce(effects);
      } else if (steppedBack) {
        timers.set(Timer.ANNOUNCE, now.plus(config.holdDown()));
      }
    } else if (!isHealthKnown) {
      isHealthKnown = true;
      effects.add(new Effect.Observed(recovered("announces its prefixes", Event.Weight.DETAIL)));
    }
  }

  private void announce(List<Effect> effects) {
    announcing = true;
    steppedBack = false;
    config.prefixes().forEach(prefix -> effects.add(new Effect.Announce(prefix, PREFERENCE)));
  }

  private void stepBack(List<Effect> effects) {
    steppedBack = true;
    switch (config.whenUnhealthy()) {
      case DEPREFERENCE ->
          config
              .prefixes()
              .forEach(prefix -> effects.add(new Effect.Announce(prefix, LAST_CHOICE)));
      case KEEP -> throw new IllegalStateException(this + " keeps its routes, yet steps back");
      case WITHDRAW -> {
        announcing = false;
        config.prefixes().forEach(prefix -> effects.add(new Effect.Withdraw(prefix)));
      }
    }
  }

  private SiteUnhealthy unhealthy() {
    String consequence =
        switch (config.whenUnhealthy()) {
          case DEPREFERENCE ->
              steppedBack ? "stays the last choice" : "makes itself the last choice soon";
          case KEEP -> "keeps its announcements, as its rule says";
          case WITHDRAW ->
              steppedBack ? "does not announce its prefixes again" : "withdraws its prefixes soon";
        };
    return new SiteUnhealthy(
        config.service(),
        config.site(),
        "no data centre answered in %d rounds of probes".formatted(failedRounds),
        consequence);
  }

  private SiteHealthy recovered(String consequence, Event.Weight weight) {
    return new SiteHealthy(
        config.service(),
        config.site(),
        "a data centre answered in %d rounds of probes".formatted(goodRounds),
        consequence,
        weight);
  }

  @Override
  public String toString() {
    return "announcer " + config.service() + "@" + config.site();
  }
}
