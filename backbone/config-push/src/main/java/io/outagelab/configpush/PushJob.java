package io.outagelab.configpush;

import io.outagelab.configpush.JournalEntry.Ending;
import io.outagelab.core.Tick;
import io.outagelab.core.config.RouterChange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A change on its way to its routers, stage by stage: one stage of all routers, or one per plane.
 *
 * <pre>
 *   APPLYING ── acknowledged ──► [SOAKING ► PROBING ► CONFIRMING] ──► BAKING ── gate ──► next stage
 *       │ gate                        │ a router is lost                 │ gate
 *       └────────► stopped            └────────► not confirmed           └────────► stopped
 * </pre>
 *
 * <p>A router acknowledges a change in the moment in which it applies it; what that does to the
 * network may show later. So the controller lets half of the time to confirm go by, then asks every
 * router for a sign of life. It confirms all or none: if it has lost a single router of the stage
 * it lets the whole stage undo itself, because to confirm only those that it still reaches, which
 * stand next to it, would keep the network half changed.
 */
final class PushJob implements Job {
  /** Any answer to this is a sign of life; a router need not know it. */
  static final String PROBE = "health.check";

  private enum Phase {
    APPLYING,
    SOAKING,
    PROBING,
    CONFIRMING,
    BAKING,
    DONE
  }

  private final Desk desk;
  private final PushRequest push;
  private final List<List<RouterEntry>> stages;
  private final int total;
  private int stage;
  private Phase phase = Phase.APPLYING;
  private List<RouterEntry> acknowledged = List.of();

  PushJob(Desk desk, PushRequest push) {
    List<RouterEntry> targets = desk.inventory().targets(push.document());
    this.desk = desk;
    this.push = push;
    this.total = targets.size();
    this.stages =
        switch (push.rollout()) {
          case Rollout.AllAtOnce allAtOnce -> List.of(targets);
          case Rollout.Canary canary -> Inventory.byPlane(targets);
        };
  }

  @Override
  public String change() {
    return push.document().id();
  }

  @Override
  public String activity() {
    return "being pushed";
  }

  @Override
  public boolean isDone() {
    return phase == Phase.DONE;
  }

  @Override
  public void start(Tick now) {
    phase = Phase.APPLYING;
    List<RouterEntry> routers = stages.get(stage);
    desk.record(new JournalEntry.Sent(now, change(), Desk.names(routers)));
    SortedMap<String, String> fields =
        push.document().routerChange(push.confirmWithin()).toFields();
    desk.deliver(now, RouterChange.APPLY, routers, router -> fields, attempts());
  }

  @Override
  public void delivered(Tick now, Deliveries.Report report) {
    switch (phase) {
      case APPLYING -> applied(now, report);
      case PROBING -> probed(now, report);
      case CONFIRMING -> {
        desk.undone(now, change(), report.refused());
        stageDone(now);
      }
      case SOAKING, BAKING, DONE ->
          throw new IllegalStateException("a report for push %s in %s".formatted(change(), phase));
    }
  }

  @Override
  public void woken(Tick now) {
    switch (phase) {
      case SOAKING -> {
        phase = Phase.PROBING;
        desk.deliver(now, PROBE, acknowledged, router -> new TreeMap<>());
      }
      case BAKING -> baked(now);
      case APPLYING, PROBING, CONFIRMING, DONE ->
          throw new IllegalStateException("push %s woken in %s".formatted(change(), phase));
    }
  }

  /** Somebody takes the change back, or has: what is sent is sent, nothing more follows. */
  void stop(Tick now, String reason) {
    desk.drop();
    finish(now, Ending.STOPPED, reason);
  }

  private void applied(Tick now, Deliveries.Report report) {
    acknowledged = report.accepted();
    desk.record(new JournalEntry.Acknowledged(now, change(), Desk.names(acknowledged)));
    desk.undone(now, change(), report.refused());
    String count = "%d of %d routers acknowledged".formatted(acknowledged.size(), report.total());
    if (report.isComplete()) {
      push.confirmWithin().ifPresentOrElse(within -> soak(now, within), () -> stageDone(now));
    } else if (push.confirmWithin().isPresent()) {
      unconfirmed(now, count);
    } else if (push.rollout() instanceof Rollout.Canary) {
      stopAtGate(now, count);
    } else {
      stageDone(now);
    }
  }

  private void soak(Tick now, Duration confirmWithin) {
    phase = Phase.SOAKING;
    desk.wakeAt(now.plus(confirmWithin.dividedBy(2)));
  }

  private void probed(Tick now, Deliveries.Report report) {
    if (report.silent().isEmpty()) {
      phase = Phase.CONFIRMING;
      desk.record(new JournalEntry.Confirmed(now, change(), Desk.names(acknowledged)));
      desk.deliver(now, RouterChange.CONFIRM, acknowledged, router -> Desk.id(change()));
      return;
    }
    unconfirmed(
        now,
        "%d of %d routers still answer at %s"
            .formatted(report.answered(), report.total(), desk.settings().site()));
  }

  /** The routers of the stage undo the change by themselves; those of earlier stages keep it. */
  private void unconfirmed(Tick now, String reason) {
    desk.undone(now, change(), stages.get(stage));
    desk.observe(new PushEvent.PushUnconfirmed(change(), reason));
    finish(now, stage == 0 ? Ending.UNCONFIRMED : Ending.STOPPED, reason);
  }

  private void stageDone(Tick now) {
    if (stage + 1 == stages.size()) {
      finish(now, Ending.APPLIED, "");
      return;
    }
    phase = Phase.BAKING;
    desk.wakeAt(now.plus(bake()));
  }

  /**
   * A change that undoes itself is sent once: a second copy could arrive after it was undone, and
   * start it all over.
   */
  private int attempts() {
    return push.confirmWithin().isPresent() ? 1 : desk.settings().attempts();
  }

  private Duration bake() {
    return switch (push.rollout()) {
      case Rollout.AllAtOnce allAtOnce -> Duration.ZERO;
      case Rollout.Canary(Duration bake) -> bake;
    };
  }

  /** The gate before the next plane: the planes that are left must be able to carry the load. */
  private void baked(Tick now) {
    Optional<String> overdrawn = overdrawn();
    if (overdrawn.isPresent()) {
      stopAtGate(now, overdrawn.get());
    } else {
      stage++;
      start(now);
    }
  }

  private Optional<String> overdrawn() {
    Inventory inventory = desk.inventory();
    TreeSet<Integer> planes = new TreeSet<>();
    for (String name : desk.history().drained()) {
      inventory.router(name).ifPresent(router -> planes.add(router.plane()));
    }
    return push.document().drains() && planes.size() > inventory.drainablePlanes()
        ? Optional.of(
            "%d of %d planes are drained, %d may be at once"
                .formatted(planes.size(), inventory.planes(), inventory.drainablePlanes()))
        : Optional.empty();
  }

  private void stopAtGate(Tick now, String reason) {
    int plane = stages.get(stage).getFirst().plane();
    desk.observe(new PushEvent.RolloutStopped(change(), plane, reason));
    finish(now, Ending.STOPPED, reason);
  }

  private void finish(Tick now, Ending ending, String detail) {
    phase = Phase.DONE;
    desk.close(now, change(), ending, detail);
    int applied =
        desk.history().change(change()).map(change -> change.acknowledged().size()).orElse(0);
    desk.observe(new PushEvent.PushFinished(change(), applied, total));
  }
}
