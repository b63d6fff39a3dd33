package io.outagelab.core.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.Seeds;
import io.outagelab.core.Tick;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload;
import io.outagelab.core.net.Transport;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class StubTest {
  private static final IpAddress SELF = IpAddress.of("192.0.2.1");
  private static final Endpoint SERVER = Endpoint.of("192.0.2.53", 53);
  private static final Name WWW = DnsNames.of("www.example");
  private static final Question QUESTION = Question.of(WWW, Type.A);

  private final Stub stub =
      new Stub(
          SELF,
          new StubPolicy(List.of(SERVER), Duration.ofSeconds(2), 2, true),
          new Seeds(1).of("stub"));

  private static Tick second(double seconds) {
    return Tick.at(Duration.ofMillis((long) (seconds * 1000)));
  }

  private Packet ask(Tick now) {
    return sent(stub.handle(now, new Stub.Input.Ask(7, QUESTION)));
  }

  private static Packet sent(List<Stub.Effect> effects) {
    assertThat(effects).hasSize(1).first().isInstanceOf(Stub.Effect.Send.class);
    return ((Stub.Effect.Send) effects.getFirst()).packet();
  }

  private static Message query(Packet packet) {
    return DnsCodec.decode(((Payload.Bytes) packet.payload()).octets()).orElseThrow();
  }

  private static Packet reply(Packet query, int rcode, Consumer<Message> fill) {
    Message response = DnsCodec.response(query(query), rcode);
    fill.accept(response);
    return query.reply(new Payload.Bytes(DnsCodec.encode(response, DnsCodec.MAX_TCP)));
  }

  private static void addresses(Message response) {
    Name target = DnsNames.of("host.example");
    response.addRecord(new CNAMERecord(WWW, DClass.IN, 3600, target), Section.ANSWER);
    response.addRecord(
        new ARecord(target, DClass.IN, 60, IpAddress.of("198.51.100.7").toInetAddress()),
        Section.ANSWER);
  }

  private List<Stub.Effect> receive(Tick now, Packet packet) {
    return stub.handle(now, new Stub.Input.Received(packet));
  }

  @Test
  void followsTheAliasToItsAddressAndKeepsItForTheLowestTtl() {
    Packet query = ask(second(0));

    assertThat(receive(second(0.1), reply(query, Rcode.NOERROR, StubTest::addresses)))
        .containsExactly(
            new Stub.Effect.Finished(
                7, new Lookup("NOERROR", List.of(IpAddress.of("198.51.100.7")), false)));
    assertThat(stub.handle(second(59), new Stub.Input.Ask(8, QUESTION)))
        .containsExactly(
            new Stub.Effect.Finished(
                8, new Lookup("NOERROR", List.of(IpAddress.of("198.51.100.7")), true)));
    assertThat(sent(stub.handle(second(61), new Stub.Input.Ask(9, QUESTION))).to())
        .isEqualTo(SERVER);
  }

  @Test
  void asksAgainFromAnotherPortThenGivesUp() {
    Packet first = ask(second(0));
    Packet again = sent(stub.expire(second(2)));

    assertThat(again.from()).isNotEqualTo(first.from());
    assertThat(stub.expire(second(4)))
        .containsExactly(new Stub.Effect.Finished(7, Lookup.failed("TIMEOUT")));
    assertThat(stub.deadline()).isEqualTo(Tick.NEVER);
  }

  @Test
  void saysWhichWayANameFailed() {
    assertThat(receive(second(0), reply(ask(second(0)), Rcode.SERVFAIL, message -> {})))
        .containsExactly(new Stub.Effect.Finished(7, Lookup.failed("SERVFAIL")));
    assertThat(receive(second(0), reply(ask(second(0)), Rcode.NXDOMAIN, message -> {})))
        .containsExactly(new Stub.Effect.Finished(7, Lookup.failed("NXDOMAIN")));
    assertThat(receive(second(0), reply(ask(second(0)), Rcode.NOERROR, message -> {})))
        .containsExactly(new Stub.Effect.Finished(7, Lookup.failed("NODATA")));

    Packet first = ask(second(1));
    Packet second = sent(stub.handle(second(1), new Stub.Input.Unroutable(first)));
    assertThat(stub.handle(second(1), new Stub.Input.Unroutable(second)))
        .containsExactly(new Stub.Effect.Finished(7, Lookup.failed("UNREACHABLE")));
  }

  /** RFC 5452 §9.1: what does not match the query in every respect is not its answer. */
  @Test
  void takesNoAnswerFromAnotherServerIdOrQuestion() {
    Packet query = ask(second(0));
    Packet good = reply(query, Rcode.NOERROR, StubTest::addresses);
    Message wrongId = DnsCodec.response(query(query), Rcode.SERVFAIL);
    wrongId.getHeader().setID(query(query).getHeader().getID() ^ 1);
    Message wrongQuestion =
        DnsCodec.query(
            query(query).getHeader().getID(), Question.of(DnsNames.of("other"), Type.A), true);
    wrongQuestion.getHeader().setFlag(org.xbill.DNS.Flags.QR);

    assertThat(
            receive(
                second(0),
                new Packet(
                    Transport.UDP, Endpoint.of("192.0.2.66", 53), good.to(), good.payload())))
        .isEmpty();
    assertThat(receive(second(0), query.reply(new Payload.Bytes(wrongId.toWire())))).isEmpty();
    assertThat(receive(second(0), query.reply(new Payload.Bytes(wrongQuestion.toWire()))))
        .isEmpty();
    assertThat(receive(second(0), query.reply(query.payload()))).isEmpty();
    assertThat(receive(second(0), query.reply(new Payload.Bytes(new byte[] {1, 2, 3})))).isEmpty();
    assertThat(receive(second(0), good)).hasSize(1);
    assertThat(receive(second(0), good)).isEmpty();
  }
}
