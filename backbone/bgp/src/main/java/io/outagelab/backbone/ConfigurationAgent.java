package io.outagelab.backbone;

import io.outagelab.core.Event;
import io.outagelab.core.Machine;
import io.outagelab.core.Tick;
import io.outagelab.core.Timers;
import io.outagelab.core.config.RouterChange;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The part of a router that changes its configuration.
 *
 * <pre>
 *   Asked, Instructed ──&gt; pending ──(apply delay)──&gt; running ──(no confirm-within)──&gt; confirmed
 *                                                      │  ▲                              │
 *                                        CONFIRM ──────┼──┼──────────────────────────────┘
 *                                                      └──┴──(nobody confirms)──&gt; confirmed again
 * </pre>
 *
 * <p>A change that needs a confirmation is undone by the router itself, which needs no network for
 * it (shaped like the commit-confirmed extension of gNMI). A later change takes the place of one
 * that still waits; undoing leads back to the last configuration that nobody doubted. The change
 * that was applied last may be asked for again: it is answered and not applied twice.
 */
final class ConfigurationAgent
    implements Machine<ConfigurationAgent.Input, ConfigurationAgent.Effect> {
  /** What can happen to it. */
  sealed interface Input {
    /** A request came in through the network. */
    record Asked(Packet packet, Payload.Request request) implements Input {}

    /** Somebody stands at the console. */
    record Instructed(RouterChange change) implements Input {}
  }

  /** What it wants done. */
  sealed interface Effect {
    /** These settings are in force now. */
    record Configure(SortedMap<String, String> settings) implements Effect {}

    /** Send this packet back. */
    record Reply(Packet packet) implements Effect {}

    /** Record this event. */
    record Observed(Event event) implements Effect {}
  }

  private sealed interface Task {
    /** Put a pending change in force. */
    record Apply(String id) implements Task {}

    /** Tell those who asked for a change that it is in force. */
    record Answer(String id, List<Asker> askers) implements Task {}

    /** Undo the change that nobody confirmed. */
    record Revert() implements Task {}
  }

  /** A change that is about to be applied, and who waits for it. */
  private record Pending(RouterChange change, List<Asker> askers) {}

  private record Asker(Packet packet, Payload.Request request) {}

  /**
   * How long an answer waits after the change is in force: until the routers have found the way
   * round the links it took out of use. If there is a way, the answer takes it.
   */
  private static final Duration ANSWER_DELAY = Duration.ofMillis(500);

  private static final int MAX_PENDING = 64;
  private static final Map<String, List<String>> ALLOWED =
      Map.of(RouterChange.DRAINED, List.of("true", "false"));

  private final String router;
  private final Duration applyDelay;
  private final Timers<Task> timers = new Timers<>();
  private final LinkedHashMap<String, Pending> pending = new LinkedHashMap<>();
  private final TreeMap<String, String> running = new TreeMap<>();
  private SortedMap<String, String> confirmed;
  private Optional<RouterChange> last = Optional.empty();

  /** The agent of the router with this name, which starts drained or not. */
  ConfigurationAgent(String router, boolean drained, Duration applyDelay) {
    this.router = router;
    this.applyDelay = applyDelay;
    running.put(RouterChange.DRAINED, Boolean.toString(drained));
    confirmed = new TreeMap<>(running);
  }

  @Override
  public List<Effect> handle(Tick now, Input input) {
    List<Effect> effects = new ArrayList<>();
    switch (input) {
      case Input.Asked(Packet packet, Payload.Request request) ->
          asked(now, new Asker(packet, request), effects);
      case Input.Instructed(RouterChange change) -> {
        if (problem(change).isEmpty() && !isInForce(change)) {
          schedule(now, change, List.of());
        }
      }
    }
    return effects;
  }

  @Override
  public List<Effect> expire(Tick now) {
    List<Effect> effects = new ArrayList<>();
    for (Task task : timers.due(now)) {
      switch (task) {
        case Task.Apply(String id) ->
            Optional.ofNullable(pending.remove(id)).ifPresent(p -> apply(now, p, effects));
        case Task.Answer(String id, List<Asker> askers) ->
            askers.forEach(asker -> accept(asker, id, effects));
        case Task.Revert() -> revert(effects);
      }
    }
    return effects;
  }

  @Override
  public Tick deadline() {
    return timers.deadline();
  }

  private void asked(Tick now, Asker asker, List<Effect> effects) {
    switch (asker.request().method()) {
      case RouterChange.APPLY -> askedToApply(now, asker, effects);
      case RouterChange.CONFIRM -> askedToConfirm(asker, effects);
      default ->
          refuse(
              asker,
              Payload.Status.INVALID_ARGUMENT,
              "a router's agent is asked to %s or %s, not to %s"
                  .formatted(RouterChange.APPLY, RouterChange.CONFIRM, asker.request().method()),
              effects);
    }
  }

  private void askedToApply(Tick now, Asker asker, List<Effect> effects) {
    RouterChange change;
    try {
      change = RouterChange.from(asker.request());
    } catch (DateTimeParseException e) {
      refuse(
          asker,
          Payload.Status.INVALID_ARGUMENT,
          "confirm-within is a duration such as PT10M, not " + e.getParsedString(),
          effects);
      return;
    }
    Optional<String> problem = problem(change);
    if (problem.isPresent()) {
      refuse(asker, Payload.Status.INVALID_ARGUMENT, problem.get(), effects);
    } else if (isInForce(change)) {
      accept(asker, change.id(), effects);
    } else if (!schedule(now, change, List.of(asker))) {
      refuse(asker, Payload.Status.RESOURCE_EXHAUSTED, "too many changes are waiting", effects);
    }
  }

  private void askedToConfirm(Asker asker, List<Effect> effects) {
    String id = asker.request().field("id").orElse("");
    if (last.filter(change -> change.id().equals(id)).isEmpty()) {
      refuse(
          asker,
          Payload.Status.FAILED_PRECONDITION,
          "change '%s' is not in force on %s".formatted(id, router),
          effects);
      return;
    }
    confirm();
    accept(asker, id, effects);
  }

  private Optional<String> problem(RouterChange change) {
    if (change.id().isBlank()) {
      return Optional.of("a change needs an id");
    }
    if (change.confirmWithin().filter(within -> !within.isPositive()).isPresent()) {
      return Optional.of("confirm-within is longer than 0s");
    }
    Pending same = pending.get(change.id());
    if (same != null && !same.change().equals(change)) {
      return Optional.of("another change with the id '%s' is waiting".formatted(change.id()));
    }
    for (Map.Entry<String, String> setting : change.settings().entrySet()) {
      List<String> allowed = ALLOWED.get(setting.getKey());
      if (allowed == null) {
        return Optional.of(
            "a router has no setting '%s'; it has: %s"
                .formatted(setting.getKey(), String.join(", ", new TreeMap<>(ALLOWED).keySet())));
      }
      if (!allowed.contains(setting.getValue())) {
        return Optional.of(
            "%s is %s, not '%s'"
                .formatted(setting.getKey(), String.join(" or ", allowed), setting.getValue()));
      }
    }
    return change.settings().isEmpty()
        ? Optional.of("change '%s' sets nothing".formatted(change.id()))
        : Optional.empty();
  }

  private boolean isInForce(RouterChange change) {
    return pending.isEmpty() && last.filter(change::equals).isPresent();
  }

  private boolean schedule(Tick now, RouterChange change, List<Asker> askers) {
    Pending waiting = pending.get(change.id());
    if (waiting != null) {
      return waiting.askers().size() < MAX_PENDING && waiting.askers().addAll(askers);
    }
    if (pending.size() == MAX_PENDING) {
      return false;
    }
    pending.put(change.id(), new Pending(change, new ArrayList<>(askers)));
    timers.set(new Task.Apply(change.id()), now.plus(applyDelay));
    return true;
  }

  private void apply(Tick now, Pending applied, List<Effect> effects) {
    RouterChange change = applied.change();
    running.putAll(change.settings());
    last = Optional.of(change);
    timers.cancel(new Task.Revert());
    change
        .confirmWithin()
        .ifPresentOrElse(within -> timers.set(new Task.Revert(), now.plus(within)), this::confirm);
    effects.add(new Effect.Observed(new BackboneEvent.ConfigApplied(router, change.id())));
    effects.add(new Effect.Configure(new TreeMap<>(running)));
    if (!applied.askers().isEmpty()) {
      timers.set(new Task.Answer(change.id(), applied.askers()), now.plus(ANSWER_DELAY));
    }
  }

  private void confirm() {
    timers.cancel(new Task.Revert());
    confirmed = new TreeMap<>(running);
  }

  private void revert(List<Effect> effects) {
    String id = last.map(RouterChange::id).orElse("");
    last = Optional.empty();
    running.clear();
    running.putAll(confirmed);
    effects.add(new Effect.Observed(new BackboneEvent.ConfigReverted(router, id)));
    effects.add(new Effect.Configure(new TreeMap<>(running)));
  }

  private void accept(Asker asker, String id, List<Effect> effects) {
    reply(asker, Payload.Status.OK, Map.of("router", router, "id", id), effects);
  }

  private void refuse(Asker asker, Payload.Status status, String reason, List<Effect> effects) {
    reply(asker, status, Map.of("router", router, "reason", reason), effects);
  }

  private static void reply(
      Asker asker, Payload.Status status, Map<String, String> results, List<Effect> effects) {
    Payload answer = asker.request().respond(status, results);
    effects.add(new Effect.Reply(asker.packet().reply(answer)));
  }
}
