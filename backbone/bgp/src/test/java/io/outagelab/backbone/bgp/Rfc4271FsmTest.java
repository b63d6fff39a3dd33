package io.outagelab.backbone.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.backbone.bgp.BgpSpeaker.Effect;
import io.outagelab.backbone.bgp.BgpSpeaker.Input;
import io.outagelab.backbone.bgp.Message.Keepalive;
import io.outagelab.backbone.bgp.Message.Open;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 4271 §6 and §8: the state machine of a session and the errors that end it. */
class Rfc4271FsmTest {
  private static final String PEER = "customer";

  private final Lone lone = new Lone(Relation.CUSTOMER);

  /** §8.2.2, Idle: ManualStart initiates a connection and starts the ConnectRetryTimer. */
  @Test
  void activeSideConnectsWhenStarted() {
    assertThat(lone.effects()).containsExactly(new Effect.Connect(PEER));
    assertThat(lone.state(PEER)).isEqualTo(SessionState.CONNECT);
  }

  /** §8.2.2, Idle: ManualStart_with_PassiveTcpEstablishment listens. */
  @Test
  void passiveSideWaitsWhenStarted() {
    Lone passive = new Lone(Duration.ZERO, false, Relation.CUSTOMER);

    assertThat(passive.effects()).isEmpty();
    assertThat(passive.state(PEER)).isEqualTo(SessionState.ACTIVE);
  }

  /** §8.2.2, Connect: ConnectRetryTimer_Expires tries again. */
  @Test
  void connectsAgainWhenNobodyAnswers() {
    List<Effect> effects = lone.pass(Configs.RETRY);

    assertThat(effects).containsExactly(new Effect.Connect(PEER));
  }

  /** §8.2.2, Connect: TcpConnectionFails, then the ConnectRetryTimer. */
  @Test
  void connectsAgainAfterAFailedAttempt() {
    lone.feed(new Input.Disconnected(PEER, DisconnectReason.CONNECT_FAILED));

    assertThat(lone.state(PEER)).isEqualTo(SessionState.IDLE);
    assertThat(lone.pass(Configs.RETRY)).containsExactly(new Effect.Connect(PEER));
  }

  /** §8.2.2: OPEN, OPEN, KEEPALIVE, KEEPALIVE. */
  @Test
  void reachesEstablishedThroughOpenSentAndOpenConfirm() {
    lone.feed(new Input.Connected(PEER));
    assertThat(lone.state(PEER)).isEqualTo(SessionState.OPEN_SENT);
    assertThat(lone.sent(PEER)).singleElement().isInstanceOf(Open.class);

    lone.receive(PEER, MessageCodec.encode(lone.open(PEER)));
    assertThat(lone.state(PEER)).isEqualTo(SessionState.OPEN_CONFIRM);
    assertThat(lone.sent(PEER)).containsExactly(new Keepalive());

    lone.receive(PEER, MessageCodec.keepalive());
    assertThat(lone.state(PEER)).isEqualTo(SessionState.ESTABLISHED);
    assertThat(lone.effects())
        .containsExactly(
            new Effect.Observed(new BgpEvent.SessionUp("r0", PEER, Progress.KEEPALIVE_RECEIVED)));
  }

  /** §4.2: the OPEN carries AS_TRANS and the real number in a capability (RFC 6793). */
  @Test
  void offersItsCapabilities() {
    lone.feed(new Input.Connected(PEER));

    Open open = (Open) lone.sent(PEER).getFirst();

    assertThat(open.as()).isEqualTo(65_000);
    assertThat(open.holdSeconds()).isEqualTo(90);
    assertThat(open.capabilities())
        .contains(
            new Capability.FourOctetAs(65_000), new Capability.Role(Capability.Role.PROVIDER));
  }

  /** §4.4: a KEEPALIVE every third of the hold time; §4.2: the smaller hold time counts. */
  @Test
  void keepsTheSessionAliveByTheSmallerHoldTime() {
    lone.feed(new Input.Connected(PEER));
    lone.receive(PEER, MessageCodec.encode(lone.open(PEER, 9)));
    lone.receive(PEER, MessageCodec.keepalive());

    lone.pass(Duration.ofSeconds(3));
    assertThat(lone.sent(PEER)).containsExactly(new Keepalive());
    lone.pass(Duration.ofSeconds(6));
    assertThat(lone.effects())
        .contains(
            new Effect.Disconnect(PEER),
            new Effect.Observed(new BgpEvent.SessionDown("r0", PEER, DisconnectReason.HOLD_TIMER)));
  }

  /** §4.2: a hold time of zero means neither hold timer nor KEEPALIVEs. */
  @Test
  void hasNoTimersWhenTheHoldTimeIsZero() {
    lone.feed(new Input.Connected(PEER));
    lone.receive(PEER, MessageCodec.encode(lone.open(PEER, 0)));
    lone.receive(PEER, MessageCodec.keepalive());

    assertThat(lone.pass(Duration.ofDays(1))).isEmpty();
    assertThat(lone.state(PEER)).isEqualTo(SessionState.ESTABLISHED);
  }

  /** §6.5: the hold timer ends a silent session with a NOTIFICATION, its routes go with it. */
  @Test
  void holdTimerEndsASilentSession() {
    lone.establish(PEER);
    lone.announce(PEER, AsPath.of(64_501), "192.0.2.0/24");

    lone.pass(Configs.HOLD);

    assertThat(lone.sent(PEER)).contains(NotificationCode.HOLD_TIMER_EXPIRED.with());
    assertThat(lone.best("192.0.2.0/24")).isEmpty();
    assertThat(lone.state(PEER)).isEqualTo(SessionState.IDLE);
  }

  /** §8.2.2: each KEEPALIVE restarts the hold timer. */
  @Test
  void keepalivesFromThePeerKeepTheSession() {
    lone.establish(PEER);
    for (int i = 0; i < 20; i++) {
      lone.pass(Duration.ofSeconds(80));
      lone.receive(PEER, MessageCodec.keepalive());
    }

    assertThat(lone.state(PEER)).isEqualTo(SessionState.ESTABLISHED);
  }

  /** §8.2.2, Established: each UPDATE restarts the hold timer too. */
  @Test
  void updatesFromThePeerKeepTheSession() {
    lone.establish(PEER);
    for (int i = 0; i < 5; i++) {
      lone.pass(Duration.ofSeconds(80));
      lone.announce(PEER, AsPath.of(64_501, i + 1), "192.0.2.0/24");
    }

    assertThat(lone.state(PEER)).isEqualTo(SessionState.ESTABLISHED);
  }

  /** §8.2.2: half a message of a lost transport does not spoil the next session. */
  @Test
  void aNewTransportStartsAtTheStartOfAMessage() {
    lone.establish(PEER);
    lone.receive(PEER, new byte[] {(byte) 0xff, (byte) 0xff});
    lone.feed(new Input.Disconnected(PEER, DisconnectReason.REMOTE_CLOSED));

    lone.establish(PEER);

    assertThat(lone.state(PEER)).isEqualTo(SessionState.ESTABLISHED);
  }

  /** §8.2.2, OpenSent: the HoldTimer has a large value until the peer's OPEN. */
  @Test
  void waitsFourMinutesForTheOpen() {
    lone.feed(new Input.Connected(PEER));

    lone.pass(Session.OPEN_HOLD.minusNanos(1));
    assertThat(lone.state(PEER)).isEqualTo(SessionState.OPEN_SENT);
    lone.pass(Duration.ofNanos(1));
    assertThat(lone.state(PEER)).isEqualTo(SessionState.IDLE);
  }

  /** §8.2.2, Established: TcpConnectionFails releases all resources; the reason is kept. */
  @Test
  void aLostTransportEndsTheSessionWithItsReason() {
    lone.establish(PEER);

    lone.feed(new Input.Disconnected(PEER, DisconnectReason.NO_IGP_PATH));

    assertThat(lone.effects())
        .containsExactly(
            new Effect.Observed(
                new BgpEvent.SessionDown("r0", PEER, DisconnectReason.NO_IGP_PATH)));
    assertThat(lone.pass(Configs.RETRY)).containsExactly(new Effect.Connect(PEER));
  }

  /** §8.2.2: NotifMsg ends the session without an answer. */
  @Test
  void aNotificationEndsTheSession() {
    lone.establish(PEER);

    lone.receive(PEER, MessageCodec.encode(new Message.Notification(6, 2, new byte[0])));

    assertThat(lone.sent(PEER)).isEmpty();
    assertThat(lone.effects())
        .containsExactly(
            new Effect.Disconnect(PEER),
            new Effect.Observed(
                new BgpEvent.SessionDown("r0", PEER, DisconnectReason.NOTIFICATION_RECEIVED)));
  }

  /** §6.6 and RFC 6608: a KEEPALIVE before the OPEN is an FSM error. */
  @Test
  void anUnexpectedMessageIsAnFsmError() {
    lone.feed(new Input.Connected(PEER));

    lone.receive(PEER, MessageCodec.keepalive());

    assertThat(lone.sent(PEER))
        .containsExactly(NotificationCode.UNEXPECTED_IN_OPEN_SENT.with((byte) Keepalive.TYPE));
  }

  /** §6.1: a wrong length, with that length as data. */
  @Test
  void aWrongLengthIsAHeaderError() {
    lone.establish(PEER);
    byte[] octets = MessageCodec.frame(Keepalive.TYPE, new byte[1]);

    lone.receive(PEER, octets);

    assertThat(lone.sent(PEER))
        .containsExactly(NotificationCode.BAD_MESSAGE_LENGTH.with((byte) 0, (byte) 20));
  }

  /** §6.1: an unknown type, with that type as data. */
  @Test
  void anUnknownTypeIsAHeaderError() {
    lone.establish(PEER);

    lone.receive(PEER, MessageCodec.frame(99, new byte[0]));

    assertThat(lone.sent(PEER)).containsExactly(NotificationCode.BAD_MESSAGE_TYPE.with((byte) 99));
  }

  /** §6.2: another AS than configured. */
  @Test
  void refusesAnotherAs() {
    Open open = lone.open(PEER);

    assertRefused(
        new Open(64_999, 90, open.routerId(), List.of(new Capability.FourOctetAs(64_999))),
        NotificationCode.BAD_PEER_AS.with());
  }

  /** §6.2: a hold time of one or two seconds. */
  @Test
  void refusesAHoldTimeOfOneSecond() {
    assertRefused(lone.open(PEER, 1), NotificationCode.UNACCEPTABLE_HOLD_TIME.with());
  }

  /** §6.2 and RFC 6286: no BGP Identifier. */
  @Test
  void refusesAZeroIdentifier() {
    Open open = lone.open(PEER);

    assertRefused(
        new Open(open.as(), 90, Lone.ip("0.0.0.0"), open.capabilities()),
        NotificationCode.BAD_BGP_IDENTIFIER.with());
  }

  /** RFC 6793 with RFC 5492 §5: 4-octet AS numbers are required. */
  @Test
  void refusesAPeerWithoutFourOctetAsNumbers() {
    Open open = lone.open(PEER);

    assertRefused(
        new Open(open.as(), 90, open.routerId(), List.of()),
        NotificationCode.UNSUPPORTED_CAPABILITY.with(
            (byte) 65, (byte) 4, (byte) 0, (byte) 0, (byte) 0xfd, (byte) 0xe8));
  }

  /** RFC 9234 §4.2: our customer cannot be our provider. */
  @Test
  void refusesARoleThatDoesNotPairUp() {
    Open open = lone.open(PEER);

    assertRefused(
        new Open(
            open.as(),
            90,
            open.routerId(),
            List.of(
                new Capability.FourOctetAs(open.as()),
                new Capability.Role(Capability.Role.PROVIDER))),
        NotificationCode.ROLE_MISMATCH.with());
  }

  private void assertRefused(Open open, Message.Notification answer) {
    lone.feed(new Input.Connected(PEER));
    lone.receive(PEER, MessageCodec.encode(open));

    assertThat(lone.sent(PEER)).containsExactly(answer);
    assertThat(lone.effects()).contains(new Effect.Disconnect(PEER));
    assertThat(lone.state(PEER)).isEqualTo(SessionState.IDLE);
  }
}
