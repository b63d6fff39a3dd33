package io.outagelab.authoritative.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.authoritative.transfer.Notifier.Effect;
import io.outagelab.authoritative.transfer.Notifier.Input;
import io.outagelab.authoritative.transfer.Notifier.Patience;
import io.outagelab.authoritative.tsig.RequestCheck;
import io.outagelab.authoritative.tsig.TsigAlgorithm;
import io.outagelab.authoritative.tsig.TsigKey;
import io.outagelab.authoritative.tsig.TsigKeys;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.Tick;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Transport;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** How secondaries are told of a change: RFC 1996. */
class Rfc1996NotifyTest {
  private static final TsigKey KEY = TsigKey.of("k", TsigAlgorithm.HMAC_SHA256, "c2VjcmV0");
  private static final Endpoint A = Endpoint.of("192.0.2.1", 53);
  private static final Endpoint B = Endpoint.of("192.0.2.2", 53);

  private final Notifier notifier = notifier(RemoteServer.of(A), RemoteServer.of(B));

  private static Notifier notifier(RemoteServer... secondaries) {
    return new Notifier(
        zone -> List.of(secondaries),
        List.of(IpAddress.of("192.0.2.77")),
        Wire.EPOCH,
        Patience.USUAL,
        new SplittableRandom(1));
  }

  private List<Effect> changed(Tick now, long serial) {
    return notifier.handle(now, new Input.ZoneChanged(Zones.version(serial)));
  }

  private static Message message(Effect effect) {
    return DnsCodec.decode(((Effect.AskServer) effect).message()).orElseThrow();
  }

  private static Input.ServerReply reply(Effect effect, Message response) {
    Effect.AskServer asked = (Effect.AskServer) effect;
    return new Input.ServerReply(
        asked.transport(), asked.server(), asked.local(), response.toWire());
  }

  /** §3.7: opcode NOTIFY, AA, the zone's SOA as question, the new SOA record as a hint. */
  @Test
  void tellsEverySecondaryOfTheNewSerial() {
    List<Effect> effects = changed(Tick.ZERO, 7);

    assertThat(effects).map(effect -> ((Effect.AskServer) effect).server()).containsExactly(A, B);
    assertThat(effects)
        .allSatisfy(
            effect -> {
              Message notify = message(effect);
              assertThat(((Effect.AskServer) effect).transport()).isEqualTo(Transport.UDP);
              assertThat(notify.getHeader().getOpcode()).isEqualTo(Opcode.NOTIFY);
              assertThat(notify.getHeader().getFlag(Flags.AA)).isTrue();
              assertThat(notify.getHeader().getFlag(Flags.QR)).isFalse();
              assertThat(notify.getQuestion().getType()).isEqualTo(Type.SOA);
              assertThat(notify.getSection(Section.ANSWER)).containsExactly(Zones.soa(7));
            });
  }

  /** §3.6: again and again until it is answered, each time after a longer wait, not for ever. */
  @Test
  void repeatsItselfLessAndLessOftenAndGivesUp() {
    changed(Tick.ZERO, 7);
    Tick now = Tick.ZERO;
    for (int wait : List.of(10, 20, 40, 80)) {
      assertThat(notifier.deadline().since(now)).isEqualTo(Duration.ofSeconds(wait));
      now = notifier.deadline();
      assertThat(notifier.expire(now)).hasSize(2).allMatch(Effect.AskServer.class::isInstance);
    }

    now = notifier.deadline();
    assertThat(notifier.expire(now))
        .hasSize(2)
        .allSatisfy(
            effect ->
                assertThat(((Effect.Observed) effect).event().name())
                    .isEqualTo("notify-abandoned"));
    assertThat(notifier.deadline()).isEqualTo(Tick.NEVER);
  }

  /** §4.8: any response will do. */
  @Test
  void isSatisfiedWithAnyResponse() {
    List<Effect> effects = changed(Tick.ZERO, 7);

    for (Effect effect : effects) {
      Message response = DnsCodec.response(message(effect), Rcode.NOTIMP);
      assertThat(notifier.handle(Tick.ZERO, reply(effect, response)))
          .singleElement()
          .satisfies(
              seen ->
                  assertThat(((Effect.Observed) seen).event().name())
                      .isEqualTo("secondary-notified"));
    }
    assertThat(notifier.deadline()).isEqualTo(Tick.NEVER);
  }

  @Test
  void believesOnlyTheResponseToItsRequest() {
    List<Effect> effects = changed(Tick.ZERO, 7);
    Message otherId = DnsCodec.response(message(effects.getFirst()), Rcode.NOERROR);
    otherId.getHeader().setID(otherId.getHeader().getID() ^ 1);
    Message toB = DnsCodec.response(message(effects.get(1)), Rcode.NOERROR);

    assertThat(notifier.handle(Tick.ZERO, reply(effects.getFirst(), otherId))).isEmpty();
    assertThat(notifier.handle(Tick.ZERO, reply(effects.getFirst(), toB))).isEmpty();
    assertThat(notifier.deadline()).isNotEqualTo(Tick.NEVER);
  }

  /** §4.5: what is not yet answered gives way to what is newer. */
  @Test
  void tellsOnlyTheNewestVersion() {
    Effect first = changed(Tick.ZERO, 7).getFirst();

    Effect second = changed(Tick.ZERO, 8).getFirst();

    assertThat(message(second).getSection(Section.ANSWER)).containsExactly(Zones.soa(8));
    Message late = DnsCodec.response(message(first), Rcode.NOERROR);
    assertThat(notifier.handle(Tick.ZERO, reply(first, late))).isEmpty();
    Message answer = DnsCodec.response(message(second), Rcode.NOERROR);
    assertThat(notifier.handle(Tick.ZERO, reply(second, answer))).hasSize(1);
  }

  @Test
  void signsWhatItTellsASecondaryWithAKey() {
    Notifier signing = notifier(RemoteServer.of(A, KEY));
    Effect told = signing.handle(Tick.ZERO, new Input.ZoneChanged(Zones.version(7))).getFirst();
    RequestCheck check =
        RequestCheck.of(
            ((Effect.AskServer) told).message(), new TsigKeys(List.of(KEY)), Wire.EPOCH);
    assertThat(check).isInstanceOf(RequestCheck.Verified.class);
    RequestCheck.Verified verified = (RequestCheck.Verified) check;
    Message response =
        DnsCodec.response(DnsCodec.decode(verified.message()).orElseThrow(), Rcode.NOERROR);

    assertThat(signing.handle(Tick.ZERO, reply(told, response))).isEmpty();
    Effect.AskServer asked = (Effect.AskServer) told;
    byte[] signed = verified.signer().sign(response.toWire(), Wire.EPOCH);
    assertThat(
            signing.handle(
                Tick.ZERO, new Input.ServerReply(Transport.UDP, A, asked.local(), signed)))
        .hasSize(1);
  }

  /** §3.10: a server that copies no zone has no use for a NOTIFY. */
  @Test
  void refusesToBeToldByAPrimaryOfNothing() {
    Wire wire = new Wire(Wire.ALL, Zones.version(1));
    Message served = message(changed(Tick.ZERO, 7).getFirst());

    Message answer = wire.udp(served);

    assertThat(answer.getRcode()).isEqualTo(Rcode.REFUSED);
    assertThat(answer.getHeader().getOpcode()).isEqualTo(Opcode.NOTIFY);
  }

  @Test
  void refusesPatienceThatNeverEnds() {
    assertThatThrownBy(() -> new Patience(Duration.ZERO, 5))
        .isInstanceOf(LabConfigurationException.class);
    assertThatThrownBy(() -> new Patience(Duration.ofSeconds(1), 17))
        .isInstanceOf(LabConfigurationException.class);
  }

  /** §2.1: a secondary is told whom it may believe; a primary may have several addresses. */
  @Test
  void aPrimaryMayTellFromAnotherAddressThatIsKnown() {
    IpAddress known = IpAddress.of("198.51.100.7");
    IncomingNotify notify =
        new IncomingNotify(Zones.ORIGIN, List.of(RemoteServer.of(A)), List.of(known));
    byte[] told = SecondaryTest.notification(2);

    assertThat(notify.read(told, known, Wire.EPOCH))
        .isInstanceOfSatisfying(
            IncomingNotify.Verdict.Accepted.class,
            accepted -> assertThat(accepted.primary().address()).isEqualTo(A));
    assertThat(notify.read(told, IpAddress.of("198.51.100.8"), Wire.EPOCH))
        .isInstanceOf(IncomingNotify.Verdict.Ignored.class);
  }
}
