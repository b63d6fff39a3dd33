package io.outagelab.core.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.Seeds;
import io.outagelab.core.Tick;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.StubPolicy;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload;
import io.outagelab.core.net.Payload.Status;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

class CallerTest {
  private static final Name GRAPH = DnsNames.of("graph.example");
  private static final Endpoint SERVICE = Endpoint.of("198.51.100.7", 443);
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final Caller caller =
      new Caller(
          IpAddress.of("192.0.2.1"),
          Optional.of(
              new StubPolicy(
                  List.of(Endpoint.of("192.0.2.53", 53)), Duration.ofSeconds(2), 3, true)),
          new Seeds(1).of("caller"));

  private List<Caller.Effect> call(Target target) {
    return caller.handle(
        Tick.ZERO,
        new Caller.Input.Call(1, target, "graph.read", Collections.emptySortedMap(), TIMEOUT));
  }

  private static Packet sent(List<Caller.Effect> effects) {
    assertThat(effects).hasSize(1).first().isInstanceOf(Caller.Effect.Send.class);
    return ((Caller.Effect.Send) effects.getFirst()).packet();
  }

  private static Packet dnsReply(Packet query, int rcode) {
    Message asked = DnsCodec.decode(((Payload.Bytes) query.payload()).octets()).orElseThrow();
    Message response = DnsCodec.response(asked, rcode);
    if (rcode == Rcode.NOERROR) {
      response.addRecord(
          new ARecord(GRAPH, DClass.IN, 60, SERVICE.address().toInetAddress()), Section.ANSWER);
    }
    return query.reply(new Payload.Bytes(response.toWire()));
  }

  private List<Caller.Effect> receive(Packet packet) {
    return caller.handle(Tick.ZERO, new Caller.Input.Received(packet));
  }

  @Test
  void resolvesTheNameThenCallsItsAddress() {
    Packet query = sent(call(new Target.Named(GRAPH, 443)));
    Packet request = sent(receive(dnsReply(query, Rcode.NOERROR)));

    assertThat(request.to()).isEqualTo(SERVICE);
    Payload.Response response =
        ((Payload.Request) request.payload()).respond(Status.OK, Map.of("posts", "3"));
    assertThat(receive(request.reply(response)))
        .containsExactly(new Caller.Effect.Finished(1, new Outcome.Answered(response)));
    assertThat(caller.inFlight()).isZero();
    assertThat(caller.deadline()).isEqualTo(Tick.NEVER);
  }

  @Test
  void aNameThatFailsEndsTheCallWithItsResult() {
    Packet query = sent(call(new Target.Named(GRAPH, 443)));

    assertThat(receive(dnsReply(query, Rcode.SERVFAIL)))
        .containsExactly(new Caller.Effect.Finished(1, new Outcome.NameFailed("SERVFAIL")));
  }

  @Test
  void timesOutOnTheNameWhileResolvingAndOnTheServiceAfterwards() {
    Packet query = sent(call(new Target.Named(GRAPH, 443)));
    assertThat(caller.expire(Tick.at(TIMEOUT)))
        .contains(new Caller.Effect.Finished(1, new Outcome.NameFailed("TIMEOUT")));
    assertThat(receive(dnsReply(query, Rcode.NOERROR))).isEmpty();

    sent(call(new Target.At(SERVICE)));
    assertThat(caller.expire(Tick.at(TIMEOUT)))
        .contains(new Caller.Effect.Finished(1, new Outcome.TimedOut()));
  }

  @Test
  void anUnroutableRequestEndsAtOnce() {
    Packet request = sent(call(new Target.At(SERVICE)));

    assertThat(caller.handle(Tick.ZERO, new Caller.Input.Unroutable(request)))
        .containsExactly(new Caller.Effect.Finished(1, new Outcome.Unreachable()));
  }

  @Test
  void ignoresAResponseFromSomebodyElse() {
    Packet request = sent(call(new Target.At(SERVICE)));
    Payload.Response forged = ((Payload.Request) request.payload()).respond(Status.OK, Map.of());

    assertThat(
            receive(
                new Packet(
                    request.transport(), Endpoint.of("203.0.113.66", 443), request.from(), forged)))
        .isEmpty();
    assertThat(caller.inFlight()).isEqualTo(1);
  }
}
