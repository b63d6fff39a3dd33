package io.outagelab.hosting;

import io.outagelab.configpush.AuditResult;
import io.outagelab.configpush.Change;
import io.outagelab.configpush.ChangeDocument;
import io.outagelab.configpush.Controller;
import io.outagelab.contracts.backbone.v1.AuditResponse;
import io.outagelab.contracts.backbone.v1.HistoryEntry;
import io.outagelab.contracts.backbone.v1.ListHistoryResponse;
import io.outagelab.core.TimeScale;
import java.util.List;

/** What a controller knows and thinks of changes, as messages. */
final class HistoryMessages {
  private HistoryMessages() {}

  /** What the controller's audit makes of a change now. */
  static AuditResponse audit(Controller controller, ChangeDocument document) {
    AuditResponse.Builder message =
        AuditResponse.newBuilder().setTargets(controller.targets(document).size());
    switch (controller.audit(document)) {
      case AuditResult.Passed(String summary) -> message.setPassed(true).setSummary(summary);
      case AuditResult.Refused(List<String> findings) -> message.addAllFindings(findings);
    }
    return message.build();
  }

  /** A history, the oldest change first. */
  static ListHistoryResponse of(List<Change> changes, TimeScale scale) {
    return ListHistoryResponse.newBuilder()
        .addAllEntries(changes.stream().map(change -> of(change, scale)).toList())
        .build();
  }

  private static HistoryEntry of(Change change, TimeScale scale) {
    return HistoryEntry.newBuilder()
        .setAt(Durations.of(scale.worldTime(change.at())))
        .setChange(InstructionMessages.of(change.request().document()))
        .setState(
            change
                .ending()
                .map(ending -> HistoryEntry.State.valueOf("STATE_" + ending.name()))
                .orElse(HistoryEntry.State.STATE_UNDER_WAY))
        .setDetail(change.detail())
        .addAllRouters(change.before().keySet())
        .addAllAcknowledged(change.acknowledged())
        .build();
  }
}
