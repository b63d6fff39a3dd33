package io.outagelab.apps;

import io.outagelab.core.Event.Weight;
import io.outagelab.core.Machine;
import io.outagelab.core.Tick;
import io.outagelab.core.net.Packet;
import io.outagelab.core.rpc.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A door reader or an internal tool: calls its service at an interval, from a random phase. It
 * gives up on the second failure in a row and works again on the first success; it is taken to work
 * when it starts, and says so with its first success. A call that outlasts the interval makes the
 * next one wait for its turn.
 */
public final class ClientCheck implements Machine<AppInput, AppEffect> {
  /** One failure may be a lost packet. */
  private static final int FAILURES_TO_GIVE_UP = 2;

  private final ClientCheckConfig config;
  private final RandomGenerator random;
  private final Callers caller;
  private Tick next = Tick.NEVER;
  private boolean calling;
  private int failures;
  private boolean down;
  private boolean isKnown;
  private Optional<String> trouble = Optional.empty();

  /** A client that works. */
  public ClientCheck(ClientCheckConfig config, RandomGenerator random) {
    this.config = config;
    this.random = random;
    this.caller = new Callers(config.self(), List.of(config.resolver()), random);
  }

  @Override
  public List<AppEffect> handle(Tick now, AppInput input) {
    List<AppEffect> effects = new ArrayList<>();
    switch (input) {
      case AppInput.Started() ->
          next = now.plus(Duration.ofNanos(random.nextLong(config.interval().toNanos())));
      case AppInput.Received(Packet packet) ->
          settle(caller.received(now, packet, effects), effects);
      case AppInput.Unroutable(Packet packet) ->
          settle(caller.unroutable(now, packet, effects), effects);
      case AppInput.Paused paused -> {}
    }
    return effects;
  }

  @Override
  public List<AppEffect> expire(Tick now) {
    List<AppEffect> effects = new ArrayList<>();
    settle(caller.expire(now, effects), effects);
    if (!next.isAfter(now)) {
      next = now.plus(config.interval());
      if (!calling) {
        calling = true;
        var call =
            new Caller.Input.Call(
                0,
                config.target(),
                Service.REQUEST,
                Collections.emptySortedMap(),
                config.timeout());
        settle(caller.call(now, 0, call, effects), effects);
      }
    }
    return effects;
  }

  @Override
  public Tick deadline() {
    return Tick.earlier(next, caller.deadline());
  }

  /** Whether it has given up: the door stays shut, the tool does not work. */
  public boolean isDown() {
    return down;
  }

  /** What went wrong with its latest call; empty if nothing did. */
  public Optional<String> trouble() {
    return trouble;
  }

  private void settle(List<Callers.Ended> ended, List<AppEffect> effects) {
    for (Callers.Ended end : ended) {
      calling = false;
      Diagnosis diagnosis = Diagnosis.of(end.outcome());
      failures = diagnosis.isOk() ? 0 : failures + 1;
      trouble = diagnosis.isOk() ? Optional.empty() : Optional.of(diagnosis.text());
      if (diagnosis.isOk() && (down || !isKnown)) {
        effects.add(new AppEffect.Observed(works(down ? Weight.STORY : Weight.DETAIL)));
        down = false;
        isKnown = true;
      } else if (!down && failures >= FAILURES_TO_GIVE_UP) {
        down = true;
        isKnown = true;
        effects.add(new AppEffect.Observed(gaveUp(diagnosis)));
      }
    }
  }

  private AppEvent works(Weight weight) {
    return switch (config.kind()) {
      case DOOR -> new AppEvent.DoorOpen(config.name(), weight);
      case TOOL -> new AppEvent.ToolUp(config.name(), weight);
    };
  }

  private AppEvent gaveUp(Diagnosis diagnosis) {
    return switch (config.kind()) {
      case DOOR -> new AppEvent.DoorShut(config.name(), diagnosis.cause(), diagnosis.text());
      case TOOL -> new AppEvent.ToolDown(config.name(), diagnosis.cause(), diagnosis.text());
    };
  }
}
