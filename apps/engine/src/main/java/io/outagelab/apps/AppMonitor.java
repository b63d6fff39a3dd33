package io.outagelab.apps;

import io.outagelab.core.Machine;
import io.outagelab.core.Tick;
import io.outagelab.core.Timers;
import io.outagelab.core.net.Packet;
import io.outagelab.core.rpc.Caller;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Says whether an app is up, degraded or down and why: uses it at an interval through several
 * resolvers, as users of those resolvers do, and folds the latest checks into an {@link AppState}.
 * The first state is known once every vantage has checked.
 *
 * <p>Bad news is reported at once, as is another cause. Good news must have lasted: what is
 * reported then is the worst that the checks showed in that time. So an app that serves some of its
 * users between refusals doesn't come and go with every check.
 */
public final class AppMonitor implements Machine<AppInput, AppEffect> {
  /** How a check went, and when that was known. */
  private record Check(Tick at, Diagnosis diagnosis) {}

  private final AppMonitorConfig config;
  private final RandomGenerator random;
  private final Callers callers;
  private final Timers<Integer> turns = new Timers<>();
  private final List<Deque<Check>> checks = new ArrayList<>();
  private final boolean[] calling;
  private Optional<AppState> state = Optional.empty();

  /** The worst state since all have been better than the reported one; empty if none is. */
  private Optional<AppState> better = Optional.empty();

  private Tick betterSince = Tick.NEVER;

  /** A monitor that has checked nothing yet. */
  public AppMonitor(AppMonitorConfig config, RandomGenerator random) {
    this.config = config;
    this.random = random;
    this.callers =
        new Callers(config.self(), config.vantages().stream().map(Optional::of).toList(), random);
    this.calling = new boolean[config.vantages().size()];
    config.vantages().forEach(vantage -> checks.add(new ArrayDeque<>()));
  }

  @Override
  public List<AppEffect> handle(Tick now, AppInput input) {
    List<AppEffect> effects = new ArrayList<>();
    switch (input) {
      case AppInput.Started() -> start(now);
      case AppInput.Received(Packet packet) ->
          settle(now, callers.received(now, packet, effects), effects);
      case AppInput.Unroutable(Packet packet) ->
          settle(now, callers.unroutable(now, packet, effects), effects);
      case AppInput.Paused paused -> {}
    }
    return effects;
  }

  @Override
  public List<AppEffect> expire(Tick now) {
    List<AppEffect> effects = new ArrayList<>();
    settle(now, callers.expire(now, effects), effects);
    for (int vantage : turns.due(now)) {
      turns.set(vantage, now.plus(config.interval()));
      if (!calling[vantage]) {
        calling[vantage] = true;
        var call =
            new Caller.Input.Call(
                0,
                config.target(),
                Service.REQUEST,
                Collections.emptySortedMap(),
                config.timeout());
        settle(now, callers.call(now, vantage, call, effects), effects);
      }
    }
    return effects;
  }

  @Override
  public Tick deadline() {
    return Tick.earlier(turns.deadline(), callers.deadline());
  }

  private void start(Tick now) {
    for (int i = 0; i < config.vantages().size(); i++) {
      turns.set(i, now.plus(Duration.ofNanos(random.nextLong(config.interval().toNanos()))));
    }
  }

  private void settle(Tick now, List<Callers.Ended> ended, List<AppEffect> effects) {
    for (Callers.Ended end : ended) {
      calling[end.caller()] = false;
      checks.get(end.caller()).addLast(new Check(now, Diagnosis.of(end.outcome())));
      checks.forEach(latest -> forgetOld(now, latest));
      review(now, effects);
    }
  }

  /** The last check of a vantage counts however old it is. */
  private void forgetOld(Tick now, Deque<Check> checks) {
    while (checks.size() > 1 && now.since(checks.getFirst().at()).compareTo(config.window()) >= 0) {
      checks.removeFirst();
    }
  }

  private void review(Tick now, List<AppEffect> effects) {
    if (checks.stream().anyMatch(Deque::isEmpty)) {
      return;
    }
    AppState latest =
        AppState.of(checks.stream().flatMap(Deque::stream).map(Check::diagnosis).toList());
    if (state.isEmpty() || !latest.isBetterThan(state.get())) {
      better = Optional.empty();
      report(latest, effects);
      return;
    }
    if (better.isEmpty()) {
      betterSince = now;
    }
    AppState worst = better.filter(latest::isBetterThan).orElse(latest);
    better = Optional.of(worst);
    if (now.since(betterSince).compareTo(config.steady()) >= 0) {
      report(worst, effects);
      better = Optional.of(latest).filter(next -> next.isBetterThan(worst));
      betterSince = now;
    }
  }

  private void report(AppState after, List<AppEffect> effects) {
    Optional<AppState> before = state;
    state = Optional.of(after);
    if (before.filter(after::isLike).isEmpty()) {
      effects.add(
          new AppEffect.Observed(
              new AppEvent.AppChanged(config.app(), before.map(AppState::level), after)));
    }
  }
}
