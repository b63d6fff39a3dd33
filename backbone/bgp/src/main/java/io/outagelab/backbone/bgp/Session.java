package io.outagelab.backbone.bgp;

import io.outagelab.backbone.bgp.BgpSpeaker.Effect;
import io.outagelab.backbone.bgp.Message.Notification;
import io.outagelab.backbone.bgp.Message.Open;
import io.outagelab.backbone.bgp.Message.Update;
import io.outagelab.backbone.bgp.SessionEvent.HoldExpired;
import io.outagelab.backbone.bgp.SessionEvent.KeepaliveExpired;
import io.outagelab.backbone.bgp.SessionEvent.KeepaliveReceived;
import io.outagelab.backbone.bgp.SessionEvent.Lifecycle;
import io.outagelab.backbone.bgp.SessionEvent.MessageFaulty;
import io.outagelab.backbone.bgp.SessionEvent.NotificationReceived;
import io.outagelab.backbone.bgp.SessionEvent.OpenReceived;
import io.outagelab.backbone.bgp.SessionEvent.RetryExpired;
import io.outagelab.backbone.bgp.SessionEvent.Started;
import io.outagelab.backbone.bgp.SessionEvent.Transport;
import io.outagelab.backbone.bgp.SessionEvent.TransportDown;
import io.outagelab.backbone.bgp.SessionEvent.TransportUp;
import io.outagelab.backbone.bgp.SessionEvent.Trouble;
import io.outagelab.backbone.bgp.SessionEvent.UpdateReceived;
import io.outagelab.core.Tick;
import io.outagelab.core.Timers;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The state machine of one session (RFC 4271 §8): one method per state, and {@link #become} as the
 * only place where the state changes.
 *
 * <p>Where the RFC leaves a choice: only one side is configured to connect, so connections do not
 * collide (§6.8); a transport that comes up while there is one replaces it. The side that does not
 * connect listens again at once after a session is lost; the other waits for its ConnectRetry
 * timer. DelayOpen and peer oscillation damping are not used.
 */
final class Session {
  /** Who is told what a session brings. */
  interface Listener {
    /** Routes may now be sent. */
    void established(Tick now, Session session);

    /** The peer sent routes. */
    void updated(Tick now, Session session, Update update);

    /** The routes of the session no longer count. */
    void lost(Session session);
  }

  /** The hold time until the peer's OPEN is here: "a large value" (RFC 4271 §8.2.2). */
  static final Duration OPEN_HOLD = Duration.ofMinutes(4);

  private final SpeakerConfig speaker;
  private final PeerConfig peer;
  private final Negotiation negotiation;
  private final Timers<SessionTimer> timers;
  private final Consumer<Effect> effects;
  private final Listener listener;
  private final MessageFramer framer = new MessageFramer();
  private SessionState state = SessionState.IDLE;
  private boolean isStarted;
  private Negotiated negotiated = Negotiated.NOTHING;

  Session(
      SpeakerConfig speaker,
      PeerConfig peer,
      Timers<SessionTimer> timers,
      Consumer<Effect> effects,
      Listener listener) {
    this.speaker = speaker;
    this.peer = peer;
    this.negotiation = new Negotiation(speaker, peer);
    this.timers = timers;
    this.effects = effects;
    this.listener = listener;
  }

  /** The peer's configuration. */
  PeerConfig peer() {
    return peer;
  }

  /** Where the session stands. */
  SessionState state() {
    return state;
  }

  /** What the OPENs agreed on; of use once the session is in OpenConfirm. */
  Negotiated negotiated() {
    return negotiated;
  }

  /** Octets came in over the transport: handles every message that is now complete. */
  void received(Tick now, byte[] octets) {
    if (!hasTransport()) {
      return;
    }
    framer.append(octets);
    while (hasTransport()) {
      UpdateContext context =
          new UpdateContext(peer.relation().isExternal(), peer.as(), negotiated.families());
      Optional<Decoded> next = framer.next(context);
      if (next.isEmpty()) {
        return;
      }
      handle(now, SessionEvent.of(next.get()));
    }
  }

  private boolean hasTransport() {
    return switch (state) {
      case IDLE, CONNECT, ACTIVE -> false;
      case OPEN_SENT, OPEN_CONFIRM, ESTABLISHED -> true;
    };
  }

  /** Something happened. */
  void handle(Tick now, SessionEvent event) {
    switch (state) {
      case IDLE -> idle(now, event);
      case CONNECT -> connect(now, event);
      case ACTIVE -> active(now, event);
      case OPEN_SENT -> openSent(now, event);
      case OPEN_CONFIRM -> openConfirm(now, event);
      case ESTABLISHED -> established(now, event);
    }
  }

  private void idle(Tick now, SessionEvent event) {
    switch (event) {
      case Started ignored -> {
        isStarted = true;
        await(now, Progress.STARTED);
      }
      case RetryExpired ignored -> await(now, Progress.CONNECT_RETRY);
      case TransportUp ignored -> {
        if (isStarted) {
          open(now);
        } else {
          effects.accept(new Effect.Disconnect(peer.name()));
        }
      }
      case TransportDown ignored -> {}
      case Trouble ignored -> {}
      case KeepaliveExpired ignored -> {}
      case OpenReceived ignored -> {}
      case KeepaliveReceived ignored -> {}
      case UpdateReceived ignored -> {}
    }
  }

  private void connect(Tick now, SessionEvent event) {
    switch (event) {
      case TransportUp ignored -> open(now);
      case TransportDown down -> retryLater(now, down.reason());
      case RetryExpired ignored -> await(now, Progress.CONNECT_RETRY);
      case Started ignored -> {}
      case Trouble ignored -> {}
      case KeepaliveExpired ignored -> {}
      case OpenReceived ignored -> {}
      case KeepaliveReceived ignored -> {}
      case UpdateReceived ignored -> {}
    }
  }

  private void active(Tick now, SessionEvent event) {
    switch (event) {
      case TransportUp ignored -> open(now);
      case TransportDown ignored -> {}
      case Lifecycle ignored -> {}
      case Trouble ignored -> {}
      case KeepaliveExpired ignored -> {}
      case OpenReceived ignored -> {}
      case KeepaliveReceived ignored -> {}
      case UpdateReceived ignored -> {}
    }
  }

  private void openSent(Tick now, SessionEvent event) {
    switch (event) {
      case OpenReceived received -> judge(now, received.open());
      case KeepaliveReceived ignored -> unexpected(now, Message.Keepalive.TYPE);
      case UpdateReceived ignored -> unexpected(now, Update.TYPE);
      case Transport transport -> transportChanged(now, transport);
      case Trouble trouble -> trouble(now, trouble);
      case KeepaliveExpired ignored -> {}
      case Lifecycle ignored -> {}
    }
  }

  private void openConfirm(Tick now, SessionEvent event) {
    switch (event) {
      case KeepaliveReceived ignored -> {
        restartHold(now);
        become(now, SessionState.ESTABLISHED, Progress.KEEPALIVE_RECEIVED);
      }
      case OpenReceived ignored -> unexpected(now, Open.TYPE);
      case UpdateReceived ignored -> unexpected(now, Update.TYPE);
      case Transport transport -> transportChanged(now, transport);
      case Trouble trouble -> trouble(now, trouble);
      case KeepaliveExpired ignored -> sendKeepalive(now);
      case Lifecycle ignored -> {}
    }
  }

  private void established(Tick now, SessionEvent event) {
    switch (event) {
      case UpdateReceived received -> {
        restartHold(now);
        listener.updated(now, this, received.update());
      }
      case KeepaliveReceived ignored -> restartHold(now);
      case OpenReceived ignored -> unexpected(now, Open.TYPE);
      case Transport transport -> transportChanged(now, transport);
      case Trouble trouble -> trouble(now, trouble);
      case KeepaliveExpired ignored -> sendKeepalive(now);
      case Lifecycle ignored -> {}
    }
  }

  /** Asks for a transport, or waits for the peer to do so. */
  private void await(Tick now, Progress reason) {
    if (peer.active()) {
      become(now, SessionState.CONNECT, reason);
      timers.set(timer(SessionTimer.Kind.CONNECT_RETRY), now.plus(speaker.connectRetry()));
      effects.accept(new Effect.Connect(peer.name()));
    } else {
      become(now, SessionState.ACTIVE, reason);
    }
  }

  private void retryLater(Tick now, DisconnectReason reason) {
    if (peer.active()) {
      become(now, SessionState.IDLE, reason);
      timers.set(timer(SessionTimer.Kind.CONNECT_RETRY), now.plus(speaker.connectRetry()));
    } else {
      become(now, SessionState.ACTIVE, reason);
    }
  }

  private void open(Tick now) {
    timers.cancel(timer(SessionTimer.Kind.CONNECT_RETRY));
    framer.clear();
    negotiated = Negotiated.NOTHING;
    timers.set(timer(SessionTimer.Kind.HOLD), now.plus(OPEN_HOLD));
    become(now, SessionState.OPEN_SENT, Progress.TRANSPORT_UP);
    send(MessageCodec.encode(negotiation.offer()));
  }

  private void judge(Tick now, Open open) {
    Optional<Notification> objection = negotiation.objection(open);
    if (objection.isPresent()) {
      end(now, objection.get());
      return;
    }
    negotiated = negotiation.agree(open);
    become(now, SessionState.OPEN_CONFIRM, Progress.OPEN_ACCEPTED);
    restartHold(now);
    sendKeepalive(now);
  }

  private void restartHold(Tick now) {
    Duration hold = negotiated.holdTime();
    timers.set(timer(SessionTimer.Kind.HOLD), hold.isZero() ? Tick.NEVER : now.plus(hold));
  }

  private void sendKeepalive(Tick now) {
    send(MessageCodec.keepalive());
    Duration interval = negotiated.keepalive();
    timers.set(
        timer(SessionTimer.Kind.KEEPALIVE), interval.isZero() ? Tick.NEVER : now.plus(interval));
  }

  /** A message that the state does not expect (RFC 6608). */
  private void unexpected(Tick now, int type) {
    NotificationCode code =
        switch (state) {
          case OPEN_SENT -> NotificationCode.UNEXPECTED_IN_OPEN_SENT;
          case OPEN_CONFIRM -> NotificationCode.UNEXPECTED_IN_OPEN_CONFIRM;
          case ESTABLISHED -> NotificationCode.UNEXPECTED_IN_ESTABLISHED;
          case IDLE, CONNECT, ACTIVE ->
              throw new IllegalStateException(peer.name() + " reads messages in " + state);
        };
    end(now, code.with((byte) type));
  }

  private void transportChanged(Tick now, Transport transport) {
    switch (transport) {
      case TransportUp ignored -> {
        lose(now, DisconnectReason.REPLACED);
        open(now);
      }
      case TransportDown down -> lose(now, down.reason());
    }
  }

  private void trouble(Tick now, Trouble trouble) {
    switch (trouble) {
      case HoldExpired ignored -> {
        send(MessageCodec.encode(NotificationCode.HOLD_TIMER_EXPIRED.with()));
        close(now, DisconnectReason.HOLD_TIMER);
      }
      case NotificationReceived ignored -> close(now, DisconnectReason.NOTIFICATION_RECEIVED);
      case MessageFaulty faulty -> end(now, faulty.answer());
    }
  }

  /** Tells the peer what is wrong and closes the transport. */
  void end(Tick now, Notification notification) {
    send(MessageCodec.encode(notification));
    close(now, DisconnectReason.NOTIFICATION_SENT);
  }

  private void close(Tick now, DisconnectReason reason) {
    effects.accept(new Effect.Disconnect(peer.name()));
    lose(now, reason);
  }

  private void lose(Tick now, DisconnectReason reason) {
    timers.cancel(timer(SessionTimer.Kind.HOLD));
    timers.cancel(timer(SessionTimer.Kind.KEEPALIVE));
    retryLater(now, reason);
  }

  private void become(Tick now, SessionState next, Reason reason) {
    SessionState before = state;
    state = next;
    if (before == SessionState.ESTABLISHED) {
      observe(new BgpEvent.SessionDown(speaker.name(), peer.name(), reason));
      listener.lost(this);
    }
    if (next == SessionState.ESTABLISHED) {
      observe(new BgpEvent.SessionUp(speaker.name(), peer.name(), reason));
      listener.established(now, this);
    }
  }

  private void observe(BgpEvent event) {
    effects.accept(new Effect.Observed(event));
  }

  private void send(byte[] octets) {
    effects.accept(new Effect.Send(peer.name(), octets));
  }

  private SessionTimer timer(SessionTimer.Kind kind) {
    return new SessionTimer(peer.name(), kind);
  }
}
