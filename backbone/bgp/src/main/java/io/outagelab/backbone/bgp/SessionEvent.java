package io.outagelab.backbone.bgp;

import io.outagelab.backbone.bgp.Message.Notification;
import io.outagelab.backbone.bgp.Message.Open;
import io.outagelab.backbone.bgp.Message.Update;

/**
 * What the state machine of a session reacts to (RFC 4271 §8.1), grouped by what most states do.
 */
sealed interface SessionEvent {
  /** About starting. */
  sealed interface Lifecycle extends SessionEvent {}

  /** ManualStart. */
  record Started() implements Lifecycle {}

  /** ConnectRetryTimer_Expires. */
  record RetryExpired() implements Lifecycle {}

  /** About the transport. */
  sealed interface Transport extends SessionEvent {}

  /** TcpConnectionConfirmed. */
  record TransportUp() implements Transport {}

  /** TcpConnectionFails. */
  record TransportDown(DisconnectReason reason) implements Transport {}

  /** Ends a session in any state that has one. */
  sealed interface Trouble extends SessionEvent {}

  /** HoldTimer_Expires. */
  record HoldExpired() implements Trouble {}

  /** NotifMsg. */
  record NotificationReceived(Notification notification) implements Trouble {}

  /** BGPHeaderErr, BGPOpenMsgErr or UpdateMsgErr, and what to answer. */
  record MessageFaulty(Notification answer) implements Trouble {}

  /** KeepaliveTimer_Expires. */
  record KeepaliveExpired() implements SessionEvent {}

  /** BGPOpen. */
  record OpenReceived(Open open) implements SessionEvent {}

  /** KeepAliveMsg. */
  record KeepaliveReceived() implements SessionEvent {}

  /** UpdateMsg. */
  record UpdateReceived(Update update) implements SessionEvent {}

  /** The event that a message read from the transport is. */
  static SessionEvent of(Decoded decoded) {
    return switch (decoded) {
      case Decoded.Faulty faulty -> new MessageFaulty(faulty.answer());
      case Decoded.Read read ->
          switch (read.message()) {
            case Open open -> new OpenReceived(open);
            case Update update -> new UpdateReceived(update);
            case Notification notification -> new NotificationReceived(notification);
            case Message.Keepalive ignored -> new KeepaliveReceived();
          };
    };
  }
}
