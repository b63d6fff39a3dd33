package io.outagelab.authoritative.announcer;

import io.outagelab.core.Event;
import io.outagelab.core.Machine;
import io.outagelab.core.Tick;
import io.outagelab.core.Timers;
import io.outagelab.core.net.Prefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The announcer of one name-server site: the machine that decides whether the site may announce its
 * anycast prefixes.
 *
 * <h2>The rule</h2>
 *
 * <p>A site that reaches too few data centres takes its own connection for broken and leaves the
 * anycast group, so that resolvers are led to a site that still works. By default each site applies
 * the rule for itself and none knows of the others: if the fault is common to all, all of them
 * leave.
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
 * <p>Once per interval every target is probed. A round is good as soon as a quorum of them answered
 * that they are well. It ends without one when all have answered or were undeliverable, or when its
 * time is over; then it has failed. The first round comes at a random point of the interval: sites
 * started together don't probe in step.
 *
 * <p>A round without any answer says nothing about the data centres, and maybe more about the way
 * to them. Whoever fails closed counts it as failed. Whoever fails static does not count it at all,
 * and goes on with what was last known ({@link WhenBlind}).
 *
 * <h2>Dampers</h2>
 *
 * <p>An unhealthy site waits for its own part of the spread before it withdraws. The part is drawn
 * once, so a site is always as quick or as patient as it is. If the site recovers during this wait
 * nobody outside notices; and after a fault common to all sites the withdrawals are spread over
 * time instead of hitting every peer in one second. On the way back a site must have been healthy
 * for the whole hold-down before it announces again, so that a flapping backbone does not make
 * flapping routes, which the routers of others would damp (RFC 2439).
 *
 * <h2>The last sites</h2>
 *
 * <p>With keep-last a site asks others before it withdraws, and withdraws only while enough of them
 * have promised to stay ({@link LastSites}). If promises run out, because those who gave them
 * cannot be reached any more, it comes back as unhealthy as it is, and leaves again after the
 * hold-down at the earliest.
 *
 * <h2>The dead man</h2>
 *
 * <p>With a dead-man timer announcements stand for a time only. The announcer renews them with
 * every round; once it no longer does, the site's routers retract them by themselves.
 */
public final class Announcer implements Machine<Announcer.Input, Announcer.Effect> {
  /** The local preference that prefixes are announced with: the customary default. */
  public static final int PREFERENCE = 100;

  /** The local preference of a site that is to be the last choice. */
  public static final int LAST_CHOICE = 1;

  /** Ids begin below this, at a random one, so that replies to an earlier life match none. */
  private static final long ID_RANGE = 1L << 48;

  /** What can happen to an announcer. */
  public sealed interface Input {
    /** The site has started: announce, and begin to probe. */
    record Started() implements Input {}

    /** The target of this probe answered. */
    record ProbeAnswered(long id, boolean isWell) implements Input {}

    /** This probe could not be delivered. */
    record ProbeUndeliverable(long id) implements Input {}

    /** The announcer of another site tells how it is, and may want this one's promise to stay. */
    record PeerAsked(Peer peer, long id, Standing standing, boolean wantsPromise)
        implements Input {}

    /** The announcer of another site answered, with its promise to stay or without. */
    record PeerAnswered(long id, Standing standing, boolean promised) implements Input {}
  }

  /** What an announcer wants done. */
  public sealed interface Effect {
    /** Ask this target whether it is well; the reply brings the id back. */
    record Probe(long id, Target target) implements Effect {}

    /** Tell another announcer this, and ask how it is; the reply brings the id back. */
    record AskPeer(long id, Peer peer, Standing standing, boolean wantsPromise) implements Effect {}

    /** Answer what another announcer asked under this id. */
    record AnswerPeer(long id, Peer peer, Standing standing, boolean promised) implements Effect {}

    /**
     * Have the site's routers originate the prefix.
     *
     * @param preference its local preference
     * @param lease after how long they are to stop by themselves, unless they are told again
     */
    record Announce(Prefix prefix, int preference, Optional<Duration> lease) implements Effect {}

    /** Have the site's routers stop originating the prefix. */
    record Withdraw(Prefix prefix) implements Effect {}

    /** Record this event. */
    record Observed(Event event) implements Effect {}
  }

  private enum Timer {
    ROUND_STARTS,
    ROUND_ENDS,
    STEP_BACK,
    ANNOUNCE,
    PROMISES_RUN_OUT
  }

  private final AnnouncerConfig config;
  private final Story story;
  private final Duration phase;
  private final Duration patience;
  private final Timers<Timer> timers = new Timers<>();
  private final LastSites lastSites;

  /** The round in progress; between rounds one in which nobody is asked. */
  private Round round;

  private long lastId;
  private int failedRounds;
  private int goodRounds;
  private int blindRounds;
  private boolean healthy = true;
  private boolean announcing;
  private int preference = PREFERENCE;

  /** Whether it has done what its rule says an unhealthy site does. */
  private boolean steppedBack;

  /** Whether it would withdraw, if only enough others stayed. */
  private boolean leaving;

  /** Whether it has said that it is leaving but stays. */
  private boolean toldThatItStays;

  /** An announcer that has not started yet; its phase and its patience are drawn here. */
  public Announcer(AnnouncerConfig config, RandomGenerator random) {
    this.config = config;
    this.story = new Story(config);
    this.phase = Duration.ofNanos(random.nextLong(config.rhythm().interval().toNanos()));
    this.patience = Duration.ofNanos(random.nextLong(config.rhythm().spread().toNanos() + 1));
    this.lastId = random.nextLong(ID_RANGE);
    this.lastSites = new LastSites(config);
    this.round = new Round(config.policy().quorum());
  }

  @Override
  public List<Effect> handle(Tick now, Input input) {
    List<Effect> effects = new ArrayList<>();
    switch (input) {
      case Input.Started started -> {
        lastSites.started(now);
        announce(PREFERENCE, effects);
        timers.set(Timer.ROUND_STARTS, now.plus(phase));
      }
      case Input.ProbeAnswered(long id, boolean isWell) ->
          round.answered(id, isWell).ifPresent(verdict -> endRound(now, verdict, effects));
      case Input.ProbeUndeliverable(long id) ->
          round.undeliverable(id).ifPresent(verdict -> endRound(now, verdict, effects));
      case Input.PeerAsked(Peer peer, long id, Standing standing, boolean wantsPromise) -> {
        boolean promised =
            lastSites.promises(now, peer, standing, wantsPromise, standing(), leaving);
        effects.add(new Effect.AnswerPeer(id, peer, standing(), promised));
      }
      case Input.PeerAnswered(long id, Standing standing, boolean promised) -> {
        // Where none are to be kept, nobody has been asked.
        if (lastSites.matter()) {
          lastSites.answered(now, id, standing, promised);
          promisesChanged(now, effects);
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
        case ROUND_ENDS -> endRound(now, round.verdict(), effects);
        // A timer of the same tick may have changed the site's health: the state decides.
        case STEP_BACK -> {
          if (!healthy) {
            tryToStepBack(now, effects);
          }
        }
        case ANNOUNCE -> {
          if (healthy) {
            announce(PREFERENCE, effects);
          }
        }
        case PROMISES_RUN_OUT -> {
          if (!announcing) {
            comeBack(now, effects);
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

  /** Whether the site reaches enough data centres, by its rule. */
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

  private Standing standing() {
    return new Standing(healthy, announcing);
  }

  private void startRound(Tick now, List<Effect> effects) {
    if (announcing && config.policy().deadMan().isPresent()) {
      announceAll(effects);
    }
    for (Target target : config.targets()) {
      round.asked(++lastId);
      effects.add(new Effect.Probe(lastId, target));
    }
    // In this order: where both are due at one tick, a round ends before the next one starts.
    timers.set(Timer.ROUND_ENDS, now.plus(config.rhythm().roundTimeout()));
    timers.set(Timer.ROUND_STARTS, now.plus(config.rhythm().interval()));
    if (lastSites.matter()) {
      askPeers(now, effects);
    }
  }

  private void askPeers(Tick now, List<Effect> effects) {
    if (leaving && !toldThatItStays) {
      toldThatItStays = true;
      effects.add(new Effect.Observed(story.kept(lastSites.isBound(now))));
    }
    lastSites.roundStarted();
    List<Peer> keepers = leaving || !announcing ? lastSites.keepers(now) : List.of();
    config.peers().forEach(peer -> ask(now, peer, keepers.contains(peer), effects));
  }

  private void ask(Tick now, Peer peer, boolean wantsPromise, List<Effect> effects) {
    lastSites.asks(now, ++lastId, peer);
    effects.add(new Effect.AskPeer(lastId, peer, standing(), wantsPromise));
  }

  private void endRound(Tick now, Round.Verdict verdict, List<Effect> effects) {
    round = new Round(config.policy().quorum());
    timers.cancel(Timer.ROUND_ENDS);
    if (verdict == Round.Verdict.BLIND && config.policy().whenBlind() == WhenBlind.FAIL_STATIC) {
      blindRounds++;
      if (blindRounds == config.rhythm().failures()) {
        effects.add(new Effect.Observed(story.blind(blindRounds)));
      }
      return;
    }
    if (blindRounds >= config.rhythm().failures()) {
      effects.add(new Effect.Observed(story.sighted()));
    }
    blindRounds = 0;
    switch (verdict) {
      case GOOD -> roundSucceeded(now, effects);
      case BAD, BLIND -> roundFailed(now, effects);
    }
  }

  private void roundFailed(Tick now, List<Effect> effects) {
    goodRounds = 0;
    failedRounds++;
    if (healthy && failedRounds >= config.rhythm().failures()) {
      healthy = false;
      timers.cancel(Timer.ANNOUNCE);
      effects.add(new Effect.Observed(story.unhealthy(failedRounds, steppedBack)));
      if (!steppedBack && config.policy().whenUnhealthy() != WhenUnhealthy.KEEP) {
        stepBackAfter(patience, now, effects);
      }
    }
  }

  private void stepBackAfter(Duration wait, Tick now, List<Effect> effects) {
    if (wait.isZero()) {
      tryToStepBack(now, effects);
    } else {
      timers.set(Timer.STEP_BACK, now.plus(wait));
    }
  }

  private void roundSucceeded(Tick now, List<Effect> effects) {
    failedRounds = 0;
    goodRounds++;
    if (!healthy && goodRounds >= config.rhythm().recoveries()) {
      healthy = true;
      leaving = false;
      timers.cancel(Timer.STEP_BACK);
      effects.add(new Effect.Observed(story.healthy(goodRounds, steppedBack)));
      if (steppedBack && config.rhythm().holdDown().isZero()) {
        announce(PREFERENCE, effects);
      } else if (steppedBack) {
        timers.set(Timer.ANNOUNCE, now.plus(config.rhythm().holdDown()));
      }
    }
  }

  private void tryToStepBack(Tick now, List<Effect> effects) {
    if (config.policy().whenUnhealthy() == WhenUnhealthy.WITHDRAW && lastSites.matter()) {
      leaving = true;
      toldThatItStays = false;
      lastSites.keepers(now).forEach(peer -> ask(now, peer, true, effects));
    } else {
      stepBack(effects);
    }
  }

  private void promisesChanged(Tick now, List<Effect> effects) {
    if (leaving && lastSites.mayLeave(now)) {
      stepBack(effects);
    }
    if (steppedBack && !announcing) {
      timers.set(Timer.PROMISES_RUN_OUT, lastSites.countedUntil());
    }
  }

  private void comeBack(Tick now, List<Effect> effects) {
    effects.add(new Effect.Observed(story.returned()));
    announce(PREFERENCE, effects);
    if (!healthy) {
      stepBackAfter(config.rhythm().holdDown(), now, effects);
    }
  }

  private void announce(int wanted, List<Effect> effects) {
    announcing = true;
    steppedBack = false;
    preference = wanted;
    timers.cancel(Timer.ANNOUNCE);
    timers.cancel(Timer.PROMISES_RUN_OUT);
    announceAll(effects);
  }

  private void announceAll(List<Effect> effects) {
    for (Prefix prefix : config.prefixes()) {
      effects.add(new Effect.Announce(prefix, preference, config.policy().deadMan()));
    }
  }

  private void stepBack(List<Effect> effects) {
    leaving = false;
    switch (config.policy().whenUnhealthy()) {
      case DEPREFERENCE -> announce(LAST_CHOICE, effects);
      case KEEP -> throw new IllegalStateException(this + " keeps its routes, yet steps back");
      case WITHDRAW -> {
        announcing = false;
        config.prefixes().forEach(prefix -> effects.add(new Effect.Withdraw(prefix)));
      }
    }
    steppedBack = true;
  }

  @Override
  public String toString() {
    return "announcer " + config.service() + "@" + config.site();
  }
}
