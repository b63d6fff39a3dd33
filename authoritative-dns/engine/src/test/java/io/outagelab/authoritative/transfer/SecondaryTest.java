package io.outagelab.authoritative.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.authoritative.transfer.Secondary.Effect;
import io.outagelab.authoritative.transfer.Secondary.Input;
import io.outagelab.authoritative.transfer.SecondaryConfig.Limits;
import io.outagelab.authoritative.zone.Serial;
import io.outagelab.core.Tick;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.Question;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The life of a copy: RFC 1034 §4.3.5, RFC 1035 §3.3.13, RFC 1996. */
class SecondaryTest {
  private static final Endpoint A = Endpoint.of("192.0.2.1", 53);
  private static final Endpoint B = Endpoint.of("192.0.2.2", 53);
  private static final Endpoint OWN = Endpoint.of("192.0.2.77", 53);

  private final Secondary secondary = secondary(RemoteServer.of(A), RemoteServer.of(B));
  private Tick now = Tick.ZERO;
  private List<Effect> last = List.of();

  /** A secondary of these primaries. */
  static Secondary secondary(RemoteServer... primaries) {
    return new Secondary(
        SecondaryConfig.of(Zones.ORIGIN, List.of(primaries), List.of(OWN.address()), Wire.EPOCH),
        new SplittableRandom(1));
  }

  private void start(Optional<StoredZone> stored) {
    last = secondary.handle(now, new Input.Started(stored));
  }

  /** Lets time pass until the secondary asks, gives up or goes on. */
  private void elapse() {
    now = secondary.deadline();
    last = secondary.expire(now);
  }

  private Effect.AskServer asked() {
    return only(Effect.AskServer.class);
  }

  private <T extends Effect> T only(Class<T> type) {
    List<T> some = all(type);
    assertThat(some).as("%s among %s", type.getSimpleName(), last).hasSize(1);
    return some.getFirst();
  }

  private <T extends Effect> List<T> all(Class<T> type) {
    return last.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private Message question() {
    return DnsCodec.decode(asked().message()).orElseThrow();
  }

  private void reply(Message response) {
    reply(asked(), response.toWire());
  }

  private void reply(Effect.AskServer asked, byte[] response) {
    last =
        secondary.handle(
            now, new Input.ServerReply(asked.transport(), asked.server(), asked.local(), response));
  }

  private void lost() {
    Effect.AskServer asked = asked();
    last =
        secondary.handle(
            now, new Input.ServerUnreachable(asked.transport(), asked.server(), asked.local()));
  }

  private Message response(Record... answer) {
    Message response = DnsCodec.response(question(), Rcode.NOERROR);
    response.getHeader().setFlag(Flags.AA);
    for (Record rr : answer) {
      response.addRecord(rr, Section.ANSWER);
    }
    return response;
  }

  /** Answers the SOA query, and the transfer after it, with this version. */
  private void load(long serial) {
    reply(response(Zones.soa(serial)));
    assertThat(asked().transport()).isEqualTo(Transport.TCP);
    reply(response(OutgoingTransfer.whole(Zones.version(serial)).toArray(Record[]::new)));
    assertThat(only(Effect.ServeZone.class).zone().serial()).isEqualTo(new Serial(serial));
  }

  private void loaded(long serial) {
    start(Optional.empty());
    elapse();
    load(serial);
  }

  /** A NOTIFY that tells this serial. */
  static byte[] notification(long serial) {
    Message notify = DnsCodec.query(5, Question.of(Zones.ORIGIN, Type.SOA), false);
    notify.getHeader().setOpcode(Opcode.NOTIFY);
    notify.addRecord(Zones.soa(serial), Section.ANSWER);
    return notify.toWire();
  }

  private Message notified(IpAddress from, byte[] message) {
    last =
        secondary.handle(
            now, new Input.Notified(Transport.UDP, new Endpoint(from, 9999), OWN, message));
    return DnsCodec.decode(only(Effect.AnswerClient.class).message()).orElseThrow();
  }

  @Test
  void loadsTheZoneOnceItHasStarted() {
    start(Optional.empty());
    elapse();

    assertThat(asked().transport()).isEqualTo(Transport.UDP);
    assertThat(asked().server()).isEqualTo(A);
    assertThat(question().getQuestion().getType()).isEqualTo(Type.SOA);
    reply(response(Zones.soa(7)));
    assertThat(question().getQuestion().getType()).isEqualTo(Type.AXFR);
    reply(response(OutgoingTransfer.whole(Zones.version(7)).toArray(Record[]::new)));
    assertThat(Zones.records(only(Effect.ServeZone.class).zone()))
        .isEqualTo(Zones.records(Zones.version(7)));
    assertThat(all(Effect.CloseConnection.class)).hasSize(1);
  }

  @Test
  void servesAStoredCopyAtOnceAndThenAsks() {
    start(Optional.of(new StoredZone(Zones.version(3), Wire.EPOCH)));

    assertThat(only(Effect.ServeZone.class).zone().serial()).isEqualTo(new Serial(3));
    elapse();
    assertThat(asked().server()).isEqualTo(A);
  }

  /** RFC 1035 §3.3.13: REFRESH; up to a quarter less, by chance. */
  @Test
  void asksAgainAfterTheRefreshInterval() {
    loaded(1);

    Duration wait = secondary.deadline().since(now);
    assertThat(wait).isBetween(Duration.ofMinutes(90), Duration.ofHours(2));
    elapse();
    reply(response(Zones.soa(1)));
    assertThat(last).singleElement().isInstanceOf(Effect.StoreZone.class);
    assertThat(secondary.deadline().since(now))
        .isBetween(Duration.ofMinutes(90), Duration.ofHours(2));
  }

  @Test
  void renewsTheZoneByDifferences() {
    loaded(1);
    elapse();

    reply(response(Zones.soa(2)));

    assertThat(question().getQuestion().getType()).isEqualTo(Type.IXFR);
    assertThat(question().getSection(Section.AUTHORITY)).containsExactly(Zones.soa(1));
    Record added = Zones.rr("new.example", Type.A, "192.0.2.9");
    reply(response(Zones.soa(2), Zones.soa(1), Zones.soa(2), added, Zones.soa(2)));
    assertThat(Zones.records(only(Effect.ServeZone.class).zone()))
        .isEqualTo(Zones.records(Zones.version(2, "new A 192.0.2.9")));
    assertThat(only(Effect.Observed.class).event().attributes()).containsEntry("kind", "ixfr");
  }

  /** RFC 1995 §4: whoever cannot use the differences takes the zone. */
  @Test
  void takesTheWholeZoneWhereDifferencesDoNotApply() {
    loaded(1);
    elapse();
    reply(response(Zones.soa(2)));
    Record unknown = Zones.rr("unknown.example", Type.A, "192.0.2.9");

    reply(response(Zones.soa(2), Zones.soa(1), unknown, Zones.soa(2), Zones.soa(2)));

    assertThat(question().getQuestion().getType()).isEqualTo(Type.AXFR);
    assertThat(asked().server()).isEqualTo(A);
    reply(response(OutgoingTransfer.whole(Zones.version(2)).toArray(Record[]::new)));
    assertThat(all(Effect.ServeZone.class)).hasSize(1);
  }

  @Test
  void takesTheWholeZoneFromAServerThatKnowsNoDifferences() {
    loaded(1);
    elapse();
    reply(response(Zones.soa(2)));

    reply(DnsCodec.response(question(), Rcode.NOTIMP));

    assertThat(question().getQuestion().getType()).isEqualTo(Type.AXFR);
  }

  /** RFC 1035 §3.3.13: RETRY; every primary is tried first. */
  @Test
  void asksEveryPrimaryAndThenWaitsForTheRetryInterval() {
    loaded(1);
    elapse();
    Duration silence = Duration.ZERO;
    for (int attempt = 0; attempt < Limits.USUAL.tries(); attempt++) {
      assertThat(asked().server()).isEqualTo(A);
      Tick before = now;
      elapse();
      silence = silence.plus(now.since(before));
    }

    assertThat(silence).isEqualTo(Duration.ofSeconds(2 + 4 + 8));
    assertThat(asked().server()).isEqualTo(B);
    lost();
    assertThat(secondary.deadline().since(now))
        .isBetween(Duration.ofMinutes(45), Duration.ofHours(1));
  }

  /** RFC 1982: an older serial is no news; another primary may have some. */
  @Test
  void takesNothingOlderThanItHas() {
    loaded(5);
    elapse();

    reply(response(Zones.soa(4)));

    assertThat(asked().server()).isEqualTo(B);
    reply(response(Zones.soa(6)));
    assertThat(question().getQuestion().getType()).isEqualTo(Type.IXFR);
    reply(response(OutgoingTransfer.whole(Zones.version(4)).toArray(Record[]::new)));
    assertThat(all(Effect.ServeZone.class)).isEmpty();
  }

  /** RFC 1035 §3.3.13: EXPIRE. */
  @Test
  void servesTheZoneNoLongerOnceItHasExpired() {
    loaded(1);
    Tick confirmed = now;
    while (all(Effect.ExpireZone.class).isEmpty()) {
      elapse();
    }

    assertThat(now.since(confirmed)).isEqualTo(Duration.ofDays(14));
    assertThat(all(Effect.Observed.class))
        .anyMatch(seen -> seen.event().name().equals("zone-expired"));
  }

  /** RFC 1034 §4.3.5: the process may be young; the copy is not. */
  @Test
  void countsTheAgeOfAStoredCopyFromItsLastConfirmation() {
    loaded(1);
    elapse();
    reply(response(Zones.soa(1)));
    StoredZone stored = only(Effect.StoreZone.class).copy();
    assertThat(stored.confirmed()).isEqualTo(Wire.EPOCH.plus(now.sinceStart()));
    Tick confirmed = now;

    now = now.plus(Duration.ofDays(10));
    Secondary restarted = secondary(RemoteServer.of(A));
    last = restarted.handle(now, new Input.Started(Optional.of(stored)));
    assertThat(only(Effect.ServeZone.class).zone()).isEqualTo(stored.zone());
    while (all(Effect.ExpireZone.class).isEmpty()) {
      now = restarted.deadline();
      last = restarted.expire(now);
    }

    assertThat(now.since(confirmed)).isEqualTo(Duration.ofDays(14));
  }

  @Test
  void doesNotServeAStoredCopyThatHasExpiredMeanwhile() {
    start(Optional.of(new StoredZone(Zones.version(3), Wire.EPOCH.minus(Duration.ofDays(14)))));

    assertThat(all(Effect.ServeZone.class)).isEmpty();
    assertThat(all(Effect.ExpireZone.class)).hasSize(1);
    assertThat(only(Effect.Observed.class).event().name()).isEqualTo("zone-expired");
    elapse();
    reply(response(Zones.soa(3)));
    assertThat(only(Effect.ServeZone.class).zone().serial()).isEqualTo(new Serial(3));
  }

  /** A clock that went back makes no copy older than it is, nor younger than just confirmed. */
  @Test
  void takesACopyOfTheFutureForOneOfNow() {
    start(Optional.of(new StoredZone(Zones.version(3), Wire.EPOCH.plus(Duration.ofDays(100)))));
    while (all(Effect.ExpireZone.class).isEmpty()) {
      elapse();
    }

    assertThat(now.sinceStart()).isEqualTo(Duration.ofDays(14));
  }

  @Test
  void revivesAnExpiredCopyThatIsStillTheNewest() {
    loaded(1);
    while (all(Effect.ExpireZone.class).isEmpty()) {
      elapse();
    }
    while (all(Effect.AskServer.class).isEmpty()) {
      elapse();
    }

    reply(response(Zones.soa(1)));

    assertThat(only(Effect.ServeZone.class).zone().serial()).isEqualTo(new Serial(1));
  }

  @Test
  void takesWhateverThereIsInPlaceOfAnExpiredCopy() {
    loaded(9);
    while (all(Effect.ExpireZone.class).isEmpty()) {
      elapse();
    }
    while (all(Effect.AskServer.class).isEmpty()) {
      elapse();
    }

    load(1);
  }

  @Test
  void triesAFirstLoadLessAndLessOften() {
    start(Optional.empty());
    elapse();
    List<Duration> waits = new ArrayList<>();
    for (int round = 0; round < 12; round++) {
      lost();
      lost();
      waits.add(secondary.deadline().since(now));
      elapse();
    }

    assertThat(waits.getFirst()).isBetween(Duration.ofMillis(3750), Duration.ofSeconds(5));
    assertThat(waits.getLast()).isBetween(Duration.ofMinutes(45), Duration.ofHours(1));
  }

  @Test
  void givesUpATransferThatFallsSilent() {
    start(Optional.empty());
    elapse();
    reply(response(Zones.soa(1)));
    reply(response(Zones.soa(1), Zones.rr("example", Type.NS, "ns.elsewhere.")));

    Tick before = now;
    elapse();

    assertThat(now.since(before)).isEqualTo(Limits.USUAL.idleTimeout());
    assertThat(all(Effect.CloseConnection.class)).hasSize(1);
    assertThat(asked().server()).isEqualTo(B);
  }

  /** A server that sends a little now and then is not waited for without end. */
  @Test
  void givesUpATransferThatNeverEnds() {
    start(Optional.empty());
    elapse();
    reply(response(Zones.soa(1)));
    Effect.AskServer asked = asked();
    Message trickle = response(Zones.rr("example", Type.NS, "ns.elsewhere."));
    reply(response(Zones.soa(1)));
    Tick begun = now;
    while (all(Effect.CloseConnection.class).isEmpty()) {
      now = Tick.earlier(secondary.deadline(), now.plus(Duration.ofSeconds(20)));
      last = secondary.expire(now);
      if (last.isEmpty()) {
        reply(asked, trickle.toWire());
      }
    }

    assertThat(now.since(begun)).isEqualTo(Limits.USUAL.transferTimeout());
    assertThat(asked().server()).isEqualTo(B);
  }

  @Test
  void goesOnToTheNextPrimaryWhenAConnectionBreaks() {
    start(Optional.empty());
    elapse();
    reply(response(Zones.soa(1)));

    lost();

    assertThat(asked().server()).isEqualTo(B);
    assertThat(asked().transport()).isEqualTo(Transport.UDP);
  }

  /** RFC 5452 §9: by another path, with another id or question, it is no reply. */
  @Test
  void believesOnlyTheReplyToItsQuestion() {
    start(Optional.empty());
    elapse();
    Effect.AskServer asked = asked();
    Message right = response(Zones.soa(1));
    Message otherId = response(Zones.soa(1));
    otherId.getHeader().setID(right.getHeader().getID() ^ 1);

    reply(asked, otherId.toWire());
    assertThat(last).isEmpty();
    reply(new Effect.AskServer(Transport.UDP, asked.local(), B, asked.message()), right.toWire());
    assertThat(last).isEmpty();
    reply(
        new Effect.AskServer(Transport.UDP, OWN, asked.server(), asked.message()), right.toWire());
    assertThat(last).isEmpty();
    reply(asked, right.toWire());
    assertThat(asked().transport()).isEqualTo(Transport.TCP);
  }

  @Test
  void goesOnToTheNextPrimaryWhereOneIsNoAuthority() {
    start(Optional.empty());
    elapse();
    Message lame = response(Zones.soa(1));
    lame.getHeader().unsetFlag(Flags.AA);

    reply(lame);

    assertThat(asked().server()).isEqualTo(B);
  }

  /** RFC 1996 §4.7, §3.11: answered at once, and the server that sent it asked. */
  @Test
  void asksWhoeverSentANotify() {
    loaded(1);

    Message answer = notified(B.address(), notification(2));

    assertThat(answer.getHeader().getOpcode()).isEqualTo(Opcode.NOTIFY);
    assertThat(answer.getHeader().getFlag(Flags.QR)).isTrue();
    assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
    assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
    assertThat(answer.getHeader().getID()).isEqualTo(5);
    assertThat(asked().server()).isEqualTo(B);
  }

  /** RFC 1996 §3.7: the SOA record in it may tell that there is nothing new. */
  @Test
  void asksNobodyAboutASerialThatItHas() {
    loaded(2);

    assertThat(notified(A.address(), notification(2)).getRcode()).isEqualTo(Rcode.NOERROR);
    assertThat(all(Effect.AskServer.class)).isEmpty();
  }

  /** RFC 1996 §3.10: whoever is no primary has nothing to say. */
  @Test
  void ignoresTheNotifyOfAStranger() {
    loaded(1);

    Message answer = notified(IpAddress.of("203.0.113.9"), notification(2));

    assertThat(answer.getRcode()).isEqualTo(Rcode.REFUSED);
    assertThat(all(Effect.AskServer.class)).isEmpty();
  }

  /** RFC 1996 §4.3: one that comes while another is dealt with makes for another round. */
  @Test
  void asksOnceMoreAfterANotifyThatCameInBetween() {
    loaded(1);
    notified(A.address(), notification(2));
    Effect.AskServer first = asked();
    Message soa = response(Zones.soa(2));

    notified(B.address(), notification(3));
    notified(B.address(), notification(3));
    assertThat(all(Effect.AskServer.class)).isEmpty();
    reply(first, soa.toWire());
    reply(response(OutgoingTransfer.whole(Zones.version(2)).toArray(Record[]::new)));

    assertThat(asked().server()).isEqualTo(B);
    reply(response(Zones.soa(2)));
    assertThat(all(Effect.AskServer.class)).isEmpty();
  }

  @Test
  void answersAMalformedNotifyWithAFormatError() {
    loaded(1);
    Message twice = DnsCodec.decode(notification(2)).orElseThrow();
    twice.addRecord(twice.getQuestion(), Section.QUESTION);

    assertThat(notified(A.address(), twice.toWire()).getRcode()).isEqualTo(Rcode.FORMERR);
    assertThat(secondary.handle(now, new Input.Notified(Transport.UDP, A, OWN, new byte[] {1, 2})))
        .isEmpty();
  }
}
