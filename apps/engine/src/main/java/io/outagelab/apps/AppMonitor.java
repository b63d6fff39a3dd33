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
 */
public final class AppMonitor implements Machine<AppInput, AppEffect> {
  private final AppMonitorConfig config;
  private final RandomGenerator random;
  private final Callers callers;
  private final Timers<Integer> turns = new Timers<>();
  private final List<Deque<Diagnosis>> checks = new ArrayList<>();
  private final boolean[] calling;
  private Optional<AppState> state = Optional.empty();

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
          settle(callers.received(now, packet, effects), effects);
      case AppInput.Unroutable(Packet packet) ->
          settle(callers.unroutable(now, packet, effects), effects);
      case AppInput.Paused paused -> {}
    }
    return effects;
  }

  @Override
  public List<AppEffect> expire(Tick now) {
    List<AppEffect> effects = new ArrayList<>();
    settle(callers.expire(now, effects), effects);
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
        settle(callers.call(now, vantage, call, effects), effects);
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

  private void settle(List<Callers.Ended> ended, List<AppEffect> effects) {
    for (Callers.Ended end : ended) {
      calling[end.caller()] = false;
      Deque<Diagnosis> latest = checks.get(end.caller());
      latest.addLast(Diagnosis.of(end.outcome()));
      if (latest.size() > config.window()) {
        latest.removeFirst();
      }
      review(effects);
    }
  }

  private void review(List<AppEffect> effects) {
    if (checks.stream().anyMatch(Deque::isEmpty)) {
      return;
    }
    AppState after = AppState.of(checks.stream().flatMap(Deque::stream).toList());
    Optional<AppState> before = state;
    state = Optional.of(after);
    if (before.filter(after::isLike).isEmpty()) {
      effects.add(
          new AppEffect.Observed(
              new AppEvent.AppChanged(config.app(), before.map(AppState::level), after)));
    }
  }
}
