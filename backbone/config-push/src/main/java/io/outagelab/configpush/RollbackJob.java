package io.outagelab.configpush;

import io.outagelab.configpush.JournalEntry.Ending;
import io.outagelab.core.Tick;
import io.outagelab.core.config.RouterChange;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload.Status;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A change being taken back in-band: every router that may have it is sent what it had before. It
 * has worked only if all of them say so.
 */
final class RollbackJob implements Job {
  private static final String PREFIX = "rollback-of-";

  private final Desk desk;
  private final Change change;
  private final Packet request;
  private boolean done;

  RollbackJob(Desk desk, Change change, Packet request) {
    this.desk = desk;
    this.change = change;
    this.request = request;
  }

  @Override
  public String change() {
    return change.id();
  }

  @Override
  public String activity() {
    return "being rolled back";
  }

  @Override
  public boolean isDone() {
    return done;
  }

  @Override
  public void start(Tick now) {
    desk.deliver(
        now,
        RouterChange.APPLY,
        desk.inventory().routers().stream()
            .filter(router -> change.before().containsKey(router.name()))
            .toList(),
        this::inverse);
  }

  @Override
  public void delivered(Tick now, Deliveries.Report report) {
    done = true;
    int undone = report.accepted().size();
    desk.undone(now, change(), report.accepted());
    if (report.isComplete()) {
      desk.close(now, change(), Ending.ROLLED_BACK, "");
      desk.observe(new PushEvent.RollbackFinished(change(), Via.IN_BAND, undone, report.total()));
      desk.reply(request, Status.OK, results(report));
      return;
    }
    String reason = reason(report);
    desk.observe(new PushEvent.RollbackRefused(change(), Via.IN_BAND, reason));
    Map<String, String> results = results(report);
    results.put(ControllerProtocol.REASON, reason);
    desk.reply(request, Status.FAILED_PRECONDITION, results);
  }

  @Override
  public void woken(Tick now) {
    throw new IllegalStateException("rollback of %s asked for no wake-up".formatted(change()));
  }

  private SortedMap<String, String> inverse(RouterEntry router) {
    SortedMap<String, String> before = change.before().getOrDefault(router.name(), new TreeMap<>());
    return new RouterChange(PREFIX + change(), before, Optional.empty()).toFields();
  }

  private String reason(Deliveries.Report report) {
    return "%d of %d routers reachable from %s%s"
        .formatted(
            report.answered(),
            report.total(),
            desk.settings().site(),
            report.refused().isEmpty() ? "" : ", %d refused".formatted(report.refused().size()));
  }

  private static Map<String, String> results(Deliveries.Report report) {
    Map<String, String> results = new TreeMap<>();
    results.put(ControllerProtocol.APPLIED, Integer.toString(report.accepted().size()));
    results.put(ControllerProtocol.TOTAL, Integer.toString(report.total()));
    return results;
  }
}
