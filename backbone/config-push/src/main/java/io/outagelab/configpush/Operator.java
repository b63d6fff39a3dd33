package io.outagelab.configpush;

import io.outagelab.configpush.Calls.Ended;
import io.outagelab.core.Event;
import io.outagelab.core.Machine;
import io.outagelab.core.Tick;
import io.outagelab.core.Timers;
import io.outagelab.core.config.RouterChange;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload.Response;
import io.outagelab.core.net.Payload.Status;
import io.outagelab.core.node.Instruction;
import io.outagelab.core.rpc.Caller;
import io.outagelab.core.rpc.Outcome;
import io.outagelab.core.rpc.Target;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * The person at the office who has changes pushed and taken back.
 *
 * <h2>Three ways to routers</h2>
 *
 * <ul>
 *   <li><em>In-band</em>: the operator calls the controller by name. Without names there is no
 *       controller; without a path to it there is no answer.
 *   <li><em>Out-of-band</em>: straight to the routers' consoles, if there is such a network and
 *       what it depends on works at this moment. The operator tries those dependencies, nothing is
 *       assumed.
 *   <li><em>On site</em>: crews travel, get past the doors, and stand at the consoles.
 * </ul>
 *
 * <p>What is undone at consoles is undone past the controller. The operator tells it afterwards,
 * and tries until it answers: its audit would count wrong else.
 *
 * <p>Every instruction ends in exactly one event; {@link OperatorInstruction} names them. What the
 * controller understood it reports itself, so the operator reports only what did not get there. The
 * one case left is that of every network: an answer that is lost on its way makes the operator
 * report "no answer" of something that was done.
 */
public final class Operator implements Machine<Operator.Input, Operator.Effect> {
  /** What can happen to an operator. */
  public sealed interface Input {
    /** The lab has started. */
    record Started() implements Input {}

    /** A packet came in. */
    record Received(Packet packet) implements Input {}

    /** A packet of the operator's could not be sent. */
    record Unroutable(Packet packet) implements Input {}

    /** Somebody wants something; all but {@link OperatorInstruction} is ignored. */
    record Instructed(Instruction instruction) implements Input {}

    /** From now on crews that arrive find the doors shut, or open. */
    record DoorsShut(boolean shut) implements Input {}
  }

  /** What an operator wants done. */
  public sealed interface Effect {
    /** Send this packet. */
    record Send(Packet packet) implements Effect {}

    /** Make this change at the console of this router. */
    record Console(String router, RouterChange change) implements Effect {}

    /** Record this event: a {@link PushEvent} or a {@link CrewEvent}. */
    record Observed(Event event) implements Effect {}
  }

  /** What a call to the controller is for. */
  private sealed interface Purpose {
    record Pushing(PushRequest push) implements Purpose {}

    record RollingBack(String change) implements Purpose {}

    /** Whether what the out-of-band network needs is there. */
    record Trying(String change) implements Purpose {}

    record Reporting(String change, String routers) implements Purpose {}
  }

  /** Work at consoles under way: the stages that are left, and whether it ends a rollback. */
  private record Restoration(Deque<List<RouterEntry>> stages, boolean endsRollback) {}

  private sealed interface Timer {
    record NextStage(String change) implements Timer {}

    record Report(Purpose.Reporting report) implements Timer {}
  }

  private static final String PREFIX = "restore-of-";

  private final OperatorSettings settings;
  private final Inventory inventory;
  private final Calls<Purpose> calls;
  private final Crews crews;
  private final Timers<Timer> timers = new Timers<>();
  private final SequencedMap<String, Pushed> memory = new LinkedHashMap<>();
  private final Map<String, Restoration> restorations = new LinkedHashMap<>();

  /** The changes to undo once crews are at all their sites. */
  private final List<String> awaitingCrews = new ArrayList<>();

  private final List<Effect> effects = new ArrayList<>();

  /**
   * An operator who answers for these routers.
   *
   * @param journal what was pushed before, the oldest first: a person does not forget it
   */
  public Operator(
      OperatorSettings settings,
      Inventory inventory,
      RandomGenerator random,
      List<JournalEntry> journal) {
    this.settings = settings;
    this.inventory = inventory;
    this.calls =
        new Calls<>(new Caller(settings.address(), Optional.of(settings.resolver()), random));
    this.crews = new Crews(settings.onSite());
    History history = new History();
    journal.forEach(history::apply);
    history.changes().stream().filter(Change::isInForce).forEach(this::remember);
  }

  private void remember(Change change) {
    ChangeDocument document = change.request().document();
    Pushed pushed = Pushed.of(document, inventory.targets(document));
    List<RouterEntry> without =
        pushed.targets().stream().filter(r -> !change.before().containsKey(r.name())).toList();
    memory.put(document.id(), pushed.restored(without, Via.ON_SITE));
  }

  @Override
  public List<Effect> handle(Tick now, Input input) {
    switch (input) {
      case Input.Started started -> {}
      case Input.Received(Packet packet) -> calls.received(now, packet);
      case Input.Unroutable(Packet packet) -> calls.unroutable(now, packet);
      case Input.Instructed(Instruction instruction) -> {
        if (instruction instanceof OperatorInstruction known) {
          follow(now, known);
        }
      }
      case Input.DoorsShut(boolean shut) -> crews.doorsShut(shut);
    }
    return settle(now);
  }

  @Override
  public List<Effect> expire(Tick now) {
    List<Effect> all = new ArrayList<>();
    while (!deadline().isAfter(now)) {
      calls.expire(now);
      crews.expire(now);
      for (Timer timer : timers.due(now)) {
        switch (timer) {
          case Timer.NextStage(String change) -> nextStage(now, change);
          case Timer.Report(Purpose.Reporting report) -> report(now, report);
        }
      }
      all.addAll(settle(now));
    }
    return all;
  }

  @Override
  public Tick deadline() {
    return Tick.earlier(calls.deadline(), Tick.earlier(crews.deadline(), timers.deadline()));
  }

  /** Works off what has ended and hands out the effects. */
  private List<Effect> settle(Tick now) {
    for (var next = calls.next(); next.isPresent(); next = calls.next()) {
      ended(now, next.get());
    }
    crewsMoved(now);
    calls.packets().forEach(packet -> effects.add(new Effect.Send(packet)));
    List<Effect> taken = List.copyOf(effects);
    effects.clear();
    return taken;
  }

  private void follow(Tick now, OperatorInstruction instruction) {
    switch (instruction) {
      case OperatorInstruction.Push push -> {
        PushRequest request = push.request();
        call(
            now,
            new Purpose.Pushing(request),
            ControllerProtocol.PUSH,
            ControllerProtocol.encode(request));
      }
      case OperatorInstruction.Rollback rollback -> {
        switch (rollback.via()) {
          case IN_BAND -> rollbackInBand(now, rollback.change());
          case OUT_OF_BAND ->
              remembered(rollback.change(), Via.OUT_OF_BAND)
                  .ifPresent(pushed -> rollbackOutOfBand(now, pushed));
          case ON_SITE ->
              remembered(rollback.change(), Via.ON_SITE)
                  .ifPresent(pushed -> rollbackOnSite(now, pushed, rollback.skipTravel()));
        }
      }
      case OperatorInstruction.Dispatch(Selector<String> sites) -> dispatch(now, sites);
      case OperatorInstruction.Restore(Optional<String> change, boolean staged) ->
          remembered(change, Via.ON_SITE).ifPresent(pushed -> restore(now, pushed, staged));
    }
  }

  private void rollbackInBand(Tick now, Optional<String> change) {
    Optional<String> id = change.or(() -> last().map(Pushed::id));
    SortedMap<String, String> fields = new TreeMap<>();
    id.ifPresent(known -> fields.put(ControllerProtocol.ID, known));
    call(
        now,
        new Purpose.RollingBack(id.orElse(Controller.LATEST)),
        ControllerProtocol.ROLLBACK,
        fields);
  }

  private void rollbackOutOfBand(Tick now, Pushed pushed) {
    OperatorSettings.OutOfBand network = settings.outOfBand();
    if (!network.exists()) {
      refuse(pushed.id(), Via.OUT_OF_BAND, "there is no out-of-band network");
    } else if (network.needsNames()) {
      call(now, new Purpose.Trying(pushed.id()), ControllerProtocol.HISTORY, new TreeMap<>());
    } else if (network.needsBackbone()) {
      calls.start(
          now,
          new Purpose.Trying(pushed.id()),
          new Target.At(settings.controller()),
          ControllerProtocol.HISTORY,
          new TreeMap<>(),
          settings.patience());
    } else {
      throughOutOfBand(now, pushed);
    }
  }

  private void throughOutOfBand(Tick now, Pushed pushed) {
    atConsoles(now, pushed, pushed.left(), Via.OUT_OF_BAND);
    int total = pushed.targets().size();
    observe(new PushEvent.RollbackFinished(pushed.id(), Via.OUT_OF_BAND, total, total));
  }

  private void rollbackOnSite(Tick now, Pushed pushed, boolean skipTravel) {
    if (awaitingCrews.contains(pushed.id())) {
      refuse(pushed.id(), Via.ON_SITE, "crews are on their way to undo it already");
      return;
    }
    awaitingCrews.add(pushed.id());
    if (skipTravel) {
      crews.appear(inventory.sites());
    } else {
      crews.send(now, Inventory.sitesOf(pushed.left()));
    }
  }

  private void dispatch(Tick now, Selector<String> sites) {
    List<String> unknown =
        sites.named().stream().filter(site -> !inventory.sites().contains(site)).toList();
    List<String> chosen = inventory.sites().stream().filter(sites::selects).toList();
    if (!unknown.isEmpty()) {
      observe(
          new CrewEvent.DispatchRefused(
              "there is no router at %s".formatted(String.join(", ", unknown))));
    } else if (chosen.isEmpty()) {
      observe(new CrewEvent.DispatchRefused("no site is named"));
    } else {
      crews.dispatch(now, chosen);
    }
  }

  private void restore(Tick now, Pushed pushed, boolean staged) {
    List<RouterEntry> within =
        pushed.left().stream().filter(router -> crews.isOnSite(router.site())).toList();
    if (within.isEmpty()) {
      refuse(
          pushed.id(),
          Via.ON_SITE,
          "no crew is on site at %s"
              .formatted(String.join(", ", Inventory.sitesOf(pushed.left()))));
    } else {
      begin(now, pushed, within, staged, false);
    }
  }

  /** The crews may have got somewhere: says so, and starts what waited for them. */
  private void crewsMoved(Tick now) {
    crews.events().forEach(this::observe);
    for (String id : List.copyOf(awaitingCrews)) {
      Pushed pushed = memory.get(id);
      if (pushed == null || restorations.containsKey(id)) {
        continue;
      }
      if (pushed.undone().isPresent()) {
        awaitingCrews.remove(id);
        int total = pushed.targets().size();
        observe(new PushEvent.RollbackFinished(id, Via.ON_SITE, total, total));
      } else if (crews.areOnSite(Inventory.sitesOf(pushed.left()))) {
        awaitingCrews.remove(id);
        begin(now, pushed, pushed.left(), false, true);
      }
    }
  }

  private void begin(
      Tick now, Pushed pushed, List<RouterEntry> routers, boolean staged, boolean endsRollback) {
    List<List<RouterEntry>> stages = staged ? Inventory.byPlane(routers) : List.of(routers);
    restorations.put(pushed.id(), new Restoration(new ArrayDeque<>(stages), endsRollback));
    observe(new PushEvent.RestoreStarted(pushed.id(), routers.size(), staged));
    nextStage(now, pushed.id());
  }

  private void nextStage(Tick now, String id) {
    Restoration restoration = restorations.get(id);
    Pushed pushed = memory.get(id);
    if (restoration == null || pushed == null) {
      return;
    }
    atConsoles(now, pushed, restoration.stages().removeFirst(), Via.ON_SITE);
    if (!restoration.stages().isEmpty()) {
      timers.set(new Timer.NextStage(id), now.plus(settings.stageInterval()));
      return;
    }
    restorations.remove(id);
    int restored = memory.getOrDefault(id, pushed).restored().size();
    int total = pushed.targets().size();
    observe(new PushEvent.RestoreFinished(id, restored, total));
    if (restoration.endsRollback()) {
      observe(new PushEvent.RollbackFinished(id, Via.ON_SITE, restored, total));
    }
  }

  /** Undoes the change at these routers' consoles, and tells the controller. */
  private void atConsoles(Tick now, Pushed pushed, List<RouterEntry> routers, Via via) {
    RouterChange inverse =
        new RouterChange(
            PREFIX + pushed.id(), Setting.inverse(pushed.document().settings()), Optional.empty());
    routers.forEach(router -> effects.add(new Effect.Console(router.name(), inverse)));
    memory.replace(pushed.id(), pushed.restored(routers, via));
    report(now, new Purpose.Reporting(pushed.id(), String.join(",", Desk.names(routers))));
  }

  private void report(Tick now, Purpose.Reporting report) {
    SortedMap<String, String> fields = Desk.id(report.change());
    fields.put(ControllerProtocol.ROUTERS, report.routers());
    call(now, report, ControllerProtocol.UNDONE, fields);
  }

  private void ended(Tick now, Ended<Purpose> call) {
    switch (call.purpose()) {
      case Purpose.Pushing(PushRequest push) -> pushed(push, call.outcome());
      case Purpose.RollingBack(String change) -> rolledBack(change, call.outcome());
      case Purpose.Trying(String change) -> tried(now, change, call.outcome());
      case Purpose.Reporting report -> {
        if (!(call.outcome() instanceof Outcome.Answered)) {
          timers.set(new Timer.Report(report), now.plus(settings.reportInterval()));
        }
      }
    }
  }

  private void pushed(PushRequest push, Outcome outcome) {
    Optional<String> failure = failure(outcome);
    boolean mayBeInForce =
        outcome instanceof Outcome.Answered(Response response)
            ? response.status() == Status.OK
            : outcome instanceof Outcome.TimedOut;
    if (mayBeInForce) {
      ChangeDocument document = push.document();
      memory.remove(document.id());
      memory.put(document.id(), Pushed.of(document, inventory.targets(document)));
    }
    failure.ifPresent(why -> observe(new PushEvent.PushRefused(push.document().id(), why)));
  }

  private void rolledBack(String change, Outcome outcome) {
    if (outcome instanceof Outcome.Answered answered && answered.isOk()) {
      memory.computeIfPresent(change, (id, pushed) -> pushed.undone(Via.IN_BAND));
    }
    failure(outcome).ifPresent(why -> refuse(change, Via.IN_BAND, why));
  }

  private void tried(Tick now, String change, Outcome outcome) {
    boolean namesWork = !(outcome instanceof Outcome.NameFailed);
    boolean answered = outcome instanceof Outcome.Answered;
    if (!namesWork) {
      refuse(change, Via.OUT_OF_BAND, "it needs names: " + failure(outcome).orElse(""));
    } else if (!answered && settings.outOfBand().needsBackbone()) {
      refuse(change, Via.OUT_OF_BAND, "it needs the backbone: " + failure(outcome).orElse(""));
    } else {
      remembered(Optional.of(change), Via.OUT_OF_BAND)
          .ifPresent(pushed -> throughOutOfBand(now, pushed));
    }
  }

  /** Why a call did not reach the controller's mind; empty if it has reported itself. */
  private Optional<String> failure(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered(Response response) ->
          switch (response.status()) {
            case OK, FAILED_PRECONDITION -> Optional.empty();
            case INVALID_ARGUMENT, PERMISSION_DENIED, RESOURCE_EXHAUSTED, UNAVAILABLE ->
                Optional.of(
                    "the controller answers %s: %s"
                        .formatted(
                            response.status(),
                            response.field(ControllerProtocol.REASON).orElse("no reason given")));
          };
      case Outcome.NameFailed(String result) ->
          Optional.of(
              "%s does not resolve: %s"
                  .formatted(DnsNames.display(settings.controllerName()), result));
      case Outcome.TimedOut timedOut -> Optional.of("no answer from the controller");
      case Outcome.Unreachable unreachable -> Optional.of("no route to the controller");
    };
  }

  /** The change that an instruction is about, if it can be undone; else says why not. */
  private Optional<Pushed> remembered(Optional<String> change, Via via) {
    Optional<Pushed> pushed = change.isPresent() ? change.map(memory::get) : last();
    String id = change.or(() -> pushed.map(Pushed::id)).orElse(Controller.LATEST);
    if (pushed.isEmpty()) {
      refuse(
          id, via, change.isPresent() ? "no change of this id was pushed" : "no change was pushed");
      return Optional.empty();
    }
    Optional<Via> undone = pushed.get().undone();
    if (undone.isPresent()) {
      refuse(id, via, "it was undone already, %s".formatted(undone.get().label()));
      return Optional.empty();
    }
    if (restorations.containsKey(id)) {
      refuse(id, via, "it is being undone at the consoles already");
      return Optional.empty();
    }
    return pushed;
  }

  private Optional<Pushed> last() {
    return Optional.ofNullable(memory.lastEntry()).map(Map.Entry::getValue);
  }

  private void refuse(String change, Via via, String reason) {
    observe(new PushEvent.RollbackRefused(change, via, reason));
  }

  private void observe(Event event) {
    effects.add(new Effect.Observed(event));
  }

  private void call(Tick now, Purpose purpose, String method, SortedMap<String, String> fields) {
    calls.start(
        now,
        purpose,
        new Target.Named(settings.controllerName(), ControllerProtocol.PORT),
        method,
        fields,
        settings.patience());
  }
}
