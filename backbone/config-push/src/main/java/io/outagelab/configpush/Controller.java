package io.outagelab.configpush;

import io.outagelab.configpush.JournalEntry.Ending;
import io.outagelab.core.Machine;
import io.outagelab.core.Tick;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload.Request;
import io.outagelab.core.net.Payload.Status;
import io.outagelab.core.net.Transport;
import io.outagelab.core.rpc.Caller;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Pushes configuration to routers and takes it back, in-band: through the very network that it
 * configures.
 *
 * <h2>A push</h2>
 *
 * <pre>
 *   request ──► journal ──► audit ──► accepted ──► routers, stage by stage ──► finished
 *                  │          └─► refused (unless the audit is skipped)
 *                  └─► {@link History}: who pushed what, which routers may have it, what they had
 * </pre>
 *
 * <p>Every step is a line of the journal before it is done, and the history is read from the
 * journal alone, so a controller that is started again with its journal knows what it knew. A push
 * that was under way is then closed as interrupted, never resumed: a person decides. What routers
 * were to undo unless it was confirmed is undone.
 *
 * <h2>A rollback</h2>
 *
 * <p>It sends every router that may have the change what it had before. A router that cannot be
 * reached cannot be rolled back, and the controller says so: a change that cuts the network also
 * cuts the way to undo it. A rollback of a push under way stops the push first. Otherwise the
 * controller does one thing at a time and refuses the second.
 *
 * <p>Every push and rollback that the controller understood ends in exactly one event: refused or
 * finished. Of a request that makes no sense it says so in the response only.
 */
public final class Controller implements Machine<Controller.Input, Controller.Effect> {
  /** What can happen to a controller. */
  public sealed interface Input {
    /** It has started: closes what its journal left open. */
    record Started() implements Input {}

    /** A packet came in: a request, or a router's answer. */
    record Received(Packet packet) implements Input {}

    /** A packet of the controller's could not be sent. */
    record Unroutable(Packet packet) implements Input {}
  }

  /** What a controller wants done, in this order. */
  public sealed interface Effect {
    /** Send this packet. */
    record Send(Packet packet) implements Effect {}

    /** Write this line to the journal before the effects that follow. */
    record Journal(JournalEntry entry) implements Effect {}

    /** Record this event. */
    record Observed(PushEvent event) implements Effect {}
  }

  /** The subject of a rollback of the latest change where there is none. */
  static final String LATEST = "latest";

  private static final int MAX_LISTED = 100;

  private final Inventory inventory;
  private final Audit audit;
  private final Desk desk;
  private Optional<Job> job = Optional.empty();

  /**
   * A controller that knows what this journal tells.
   *
   * @param random where its request ids come from
   * @param journal the lines written so far, the oldest first; empty for a new controller
   */
  public Controller(
      ControllerSettings settings,
      Inventory inventory,
      RandomGenerator random,
      List<JournalEntry> journal) {
    this.inventory = inventory;
    this.audit = new Audit(inventory, settings.auditBug());
    this.desk =
        new Desk(settings, inventory, new Caller(settings.address(), Optional.empty(), random));
    journal.forEach(desk.history()::apply);
  }

  /** Every change so far, the oldest first. */
  public List<Change> history() {
    return desk.history().changes();
  }

  /** What the audit makes of a change now, when it is asked for nothing else. */
  public AuditResult audit(ChangeDocument document) {
    return audit.audit(document, desk.history().drained());
  }

  /** The routers that a change would go to, in that order. */
  public List<RouterEntry> targets(ChangeDocument document) {
    return inventory.targets(document);
  }

  @Override
  public List<Effect> handle(Tick now, Input input) {
    switch (input) {
      case Input.Started started -> closeInterrupted(now);
      case Input.Received(Packet packet) -> {
        if (packet.transport() == Transport.CALL && packet.payload() instanceof Request request) {
          serve(now, packet, request);
        } else {
          desk.deliveries().received(now, packet);
        }
      }
      case Input.Unroutable(Packet packet) -> desk.deliveries().unroutable(now, packet);
    }
    progress(now);
    return desk.effects();
  }

  @Override
  public List<Effect> expire(Tick now) {
    while (!deadline().isAfter(now)) {
      desk.deliveries().expire(now);
      if (desk.isWakeDue(now)) {
        job.ifPresent(busy -> busy.woken(now));
      }
      progress(now);
    }
    return desk.effects();
  }

  @Override
  public Tick deadline() {
    return desk.deadline();
  }

  /** Tells the job of every batch that has ended, until one is under way or the job is done. */
  private void progress(Tick now) {
    while (job.isPresent()) {
      Optional<Deliveries.Report> report = desk.deliveries().report();
      if (report.isEmpty()) {
        break;
      }
      job.get().delivered(now, report.get());
      job = job.filter(busy -> !busy.isDone());
    }
    job = job.filter(busy -> !busy.isDone());
  }

  private void closeInterrupted(Tick now) {
    List<String> open =
        history().stream().filter(change -> change.ending().isEmpty()).map(Change::id).toList();
    desk.history().interruption(now).forEach(desk::record);
    for (String id : open) {
      Change change = desk.history().change(id).orElseThrow();
      if (change.ending().equals(Optional.of(Ending.UNCONFIRMED))) {
        desk.observe(new PushEvent.PushUnconfirmed(id, change.detail()));
      }
      desk.observe(
          new PushEvent.PushFinished(
              id,
              change.acknowledged().size(),
              inventory.targets(change.request().document()).size()));
    }
  }

  private void serve(Tick now, Packet packet, Request request) {
    switch (request.method()) {
      case ControllerProtocol.PUSH -> {
        switch (ControllerProtocol.decode(request.fields())) {
          case ControllerProtocol.Decoded.Understood(PushRequest push) -> push(now, packet, push);
          case ControllerProtocol.Decoded.Malformed(String reason) ->
              desk.refuse(packet, Status.INVALID_ARGUMENT, reason);
        }
      }
      case ControllerProtocol.ROLLBACK -> rollback(now, packet, request);
      case ControllerProtocol.HISTORY -> desk.reply(packet, Status.OK, listing());
      case ControllerProtocol.UNDONE -> undone(now, packet, request);
      default ->
          desk.refuse(
              packet,
              Status.INVALID_ARGUMENT,
              "the controller has no method %s".formatted(request.method()));
    }
  }

  private void push(Tick now, Packet packet, PushRequest push) {
    String id = push.document().id();
    Optional<String> obstacle = obstacle(push);
    if (obstacle.isPresent()) {
      desk.observe(new PushEvent.PushRefused(id, obstacle.get()));
      desk.refuse(packet, Status.FAILED_PRECONDITION, obstacle.get());
      return;
    }
    desk.record(new JournalEntry.Requested(now, push));
    if (push.audited() && !passes(now, packet, push.document())) {
      return;
    }
    int targets = inventory.targets(push.document()).size();
    desk.observe(
        new PushEvent.PushAccepted(
            id, push.document().author(), push.rollout().toString(), push.audited(), targets));
    desk.reply(
        packet,
        Status.OK,
        Map.of(ControllerProtocol.ID, id, ControllerProtocol.TOTAL, Integer.toString(targets)));
    begin(now, new PushJob(desk, push));
  }

  /** Why a push cannot even be considered. */
  private Optional<String> obstacle(PushRequest push) {
    String id = push.document().id();
    if (desk.history().change(id).filter(Change::isInForce).isPresent()) {
      return Optional.of("there is a change of this id already, and it is in force");
    }
    if (!push.audited() && inventory.targets(push.document()).isEmpty()) {
      return Optional.of("it selects no router");
    }
    return job.map(busy -> "change %s is still %s".formatted(busy.change(), busy.activity()));
  }

  private boolean passes(Tick now, Packet packet, ChangeDocument document) {
    String id = document.id();
    return switch (audit(document)) {
      case AuditResult.Passed(String summary) -> {
        desk.record(new JournalEntry.Audited(now, id, true, summary));
        desk.observe(new PushEvent.AuditPassed(id, summary));
        yield true;
      }
      case AuditResult.Refused refused -> {
        desk.record(new JournalEntry.Audited(now, id, false, refused.reason()));
        desk.close(now, id, Ending.AUDIT_REFUSED, refused.reason());
        desk.observe(new PushEvent.AuditRefused(id, refused.reason()));
        desk.refuse(packet, Status.FAILED_PRECONDITION, refused.reason());
        yield false;
      }
    };
  }

  private void rollback(Tick now, Packet packet, Request request) {
    Optional<String> id = request.field(ControllerProtocol.ID);
    if (id.isPresent() && !ChangeDocument.isId(id.get())) {
      desk.refuse(packet, Status.INVALID_ARGUMENT, "'%s' is not a change's id".formatted(id.get()));
      return;
    }
    Optional<Change> change =
        id.map(desk.history()::change).orElseGet(desk.history()::latestInForce);
    if (change.isEmpty()) {
      refuseRollback(
          packet,
          id.orElse(LATEST),
          id.isPresent() ? "there is no change of this id" : "no change is in force");
      return;
    }
    String found = change.get().id();
    if (!change.get().isInForce()) {
      refuseRollback(
          packet, found, "it is not in force any more: %s".formatted(change.get().state()));
      return;
    }
    stopPushOf(now, found, "stopped by a rollback");
    if (job.isPresent()) {
      refuseRollback(
          packet,
          found,
          "change %s is still %s".formatted(job.get().change(), job.get().activity()));
      return;
    }
    begin(now, new RollbackJob(desk, desk.history().change(found).orElseThrow(), packet));
  }

  private void refuseRollback(Packet packet, String change, String reason) {
    desk.observe(new PushEvent.RollbackRefused(change, Via.IN_BAND, reason));
    desk.refuse(packet, Status.FAILED_PRECONDITION, reason);
  }

  /**
   * Somebody undid a change past the controller: it believes it, so that its audit counts right.
   */
  private void undone(Tick now, Packet packet, Request request) {
    String id = request.field(ControllerProtocol.ID).orElse("");
    Optional<Change> change = desk.history().change(id).filter(Change::isInForce);
    if (change.isEmpty()) {
      desk.refuse(packet, Status.FAILED_PRECONDITION, "no change of this id is in force");
      return;
    }
    stopPushOf(now, id, "undone at the routers' consoles");
    List<String> routers = ControllerProtocol.routers(request.fields());
    desk.record(
        new JournalEntry.Undone(
            now, id, routers.stream().filter(change.get().before()::containsKey).toList()));
    if (desk.history().change(id).filter(left -> left.before().isEmpty()).isPresent()) {
      desk.close(now, id, Ending.RESTORED, "undone at the routers' consoles");
    }
    desk.reply(packet, Status.OK, Map.of());
  }

  private void stopPushOf(Tick now, String id, String reason) {
    if (job.isPresent() && job.get() instanceof PushJob push && push.change().equals(id)) {
      push.stop(now, reason);
      job = Optional.empty();
    }
  }

  private void begin(Tick now, Job next) {
    job = Optional.of(next);
    next.start(now);
  }

  /** The latest changes as fields; numbered so that their order is that of the fields. */
  private SortedMap<String, String> listing() {
    SortedMap<String, String> fields = new TreeMap<>();
    List<Change> latest = history().reversed().stream().limit(MAX_LISTED).toList();
    for (int i = 0; i < latest.size(); i++) {
      Change change = latest.get(i);
      ChangeDocument document = change.request().document();
      String key = "%03d.".formatted(i);
      fields.put(key + "id", change.id());
      fields.put(key + "at", change.at().sinceStart().toString());
      fields.put(key + "author", document.author());
      fields.put(key + "reason", document.reason());
      fields.put(key + "state", change.state());
      fields.put(key + "detail", change.detail());
      fields.put(key + "applied", Integer.toString(change.acknowledged().size()));
      fields.put(key + "total", Integer.toString(inventory.targets(document).size()));
    }
    return fields;
  }
}
