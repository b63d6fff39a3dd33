package io.outagelab.hosting;

import io.outagelab.configpush.JournalEntry;
import io.outagelab.configpush.OperatorInstruction.Push;
import io.outagelab.contracts.backbone.v1.HistoryEntry;
import io.outagelab.contracts.backbone.v1.PushAudited;
import io.outagelab.contracts.backbone.v1.PushClosed;
import io.outagelab.contracts.backbone.v1.PushJournalEntry;
import io.outagelab.contracts.backbone.v1.PushRouters;
import io.outagelab.core.Tick;
import java.util.List;

/** Lines of the controller's journal as messages, and back. */
final class JournalMessages {
  private JournalMessages() {}

  /** The message of a line. */
  static PushJournalEntry of(JournalEntry entry) {
    PushJournalEntry.Builder message = PushJournalEntry.newBuilder().setAtNanos(entry.at().nanos());
    switch (entry) {
      case JournalEntry.Requested requested -> {
        var request = requested.request();
        message.setRequested(
            InstructionMessages.of(
                new Push(
                    request.document(),
                    request.audited(),
                    request.rollout(),
                    request.confirmWithin())));
      }
      case JournalEntry.Audited audited ->
          message.setAudited(
              PushAudited.newBuilder()
                  .setChangeId(audited.change())
                  .setPassed(audited.passed())
                  .setSummary(audited.summary()));
      case JournalEntry.Sent sent -> message.setSent(routers(sent.change(), sent.routers()));
      case JournalEntry.Acknowledged acknowledged ->
          message.setAcknowledged(routers(acknowledged.change(), acknowledged.routers()));
      case JournalEntry.Confirmed confirmed ->
          message.setConfirmed(routers(confirmed.change(), confirmed.routers()));
      case JournalEntry.Undone undone ->
          message.setUndone(routers(undone.change(), undone.routers()));
      case JournalEntry.Closed closed ->
          message.setClosed(
              PushClosed.newBuilder()
                  .setChangeId(closed.change())
                  .setState(HistoryEntry.State.valueOf("STATE_" + closed.ending().name()))
                  .setDetail(closed.detail()));
    }
    return message.build();
  }

  private static PushRouters routers(String change, List<String> routers) {
    return PushRouters.newBuilder().setChangeId(change).addAllRouters(routers).build();
  }

  /**
   * The line that a message is.
   *
   * @throws IllegalArgumentException if it is none
   */
  static JournalEntry read(PushJournalEntry message) {
    Tick at = new Tick(message.getAtNanos());
    return switch (message.getWhatCase()) {
      case REQUESTED ->
          new JournalEntry.Requested(
              at, InstructionMessages.read(message.getRequested()).request());
      case AUDITED ->
          new JournalEntry.Audited(
              at,
              message.getAudited().getChangeId(),
              message.getAudited().getPassed(),
              message.getAudited().getSummary());
      case SENT ->
          new JournalEntry.Sent(
              at, message.getSent().getChangeId(), message.getSent().getRoutersList());
      case ACKNOWLEDGED ->
          new JournalEntry.Acknowledged(
              at,
              message.getAcknowledged().getChangeId(),
              message.getAcknowledged().getRoutersList());
      case CONFIRMED ->
          new JournalEntry.Confirmed(
              at, message.getConfirmed().getChangeId(), message.getConfirmed().getRoutersList());
      case UNDONE ->
          new JournalEntry.Undone(
              at, message.getUndone().getChangeId(), message.getUndone().getRoutersList());
      case CLOSED -> closed(at, message.getClosed());
      case WHAT_NOT_SET -> throw new IllegalArgumentException("it says nothing that is known");
    };
  }

  private static JournalEntry closed(Tick at, PushClosed closed) {
    String state = closed.getState().name().substring("STATE_".length());
    return new JournalEntry.Closed(
        at, closed.getChangeId(), JournalEntry.Ending.valueOf(state), closed.getDetail());
  }
}
