package io.outagelab.authoritative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.authoritative.NameServer.Effect;
import io.outagelab.authoritative.NameServer.Input;
import io.outagelab.authoritative.transfer.Transfers;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.Event.Weight;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.Tick;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class NameServerTest {
  private static final Endpoint CLIENT = Endpoint.of("203.0.113.1", 40_000);
  private static final Endpoint LOCAL = Endpoint.of("192.0.2.1", 53);

  private final Authority authority = new Authority(TestZones.zones(), "dns@sjc");
  private final NameServer server =
      new NameServer("dns", "sjc", authority, Duration.ofMinutes(1), Transfers.none());

  private static Input query(byte[] octets) {
    return new Input.ClientQuery(Transport.UDP, CLIENT, LOCAL, octets);
  }

  private static byte[] question() {
    return Client.query("www.example", Type.A).toWire();
  }

  private static Tick at(long seconds) {
    return Tick.at(Duration.ofSeconds(seconds));
  }

  @Test
  void answersFromTheAddressThatWasAsked() {
    List<Effect> effects = server.handle(at(1), query(question()));

    assertThat(effects)
        .singleElement()
        .isInstanceOfSatisfying(
            Effect.AnswerClient.class,
            answer -> {
              assertThat(answer.local()).isEqualTo(LOCAL);
              assertThat(answer.client()).isEqualTo(CLIENT);
              assertThat(new Client.Reply(answer.message()).answer()).hasSize(2);
            });
  }

  @Test
  void countsGarbageAndStaysSilent() {
    byte[] response = question();
    response[2] |= (byte) 0x80;

    assertThat(server.handle(at(1), query(new byte[] {1, 2, 3}))).isEmpty();
    assertThat(server.handle(at(1), query(response))).isEmpty();
    assertThat(server.malformed()).isEqualTo(2);
    assertThat(server.received()).isEqualTo(2);
    assertThat(server.answered()).isZero();
  }

  /** RFC 7873 §5.2.3: who sends a client cookie gets a server cookie, and with it may ask on. */
  @Test
  void limitsLikeAnswersToThoseWhoHaveNotProvenTheirAddress() {
    NameServer guarded = guarded(RateLimit.USUAL.withResponsesPerSecond(1));
    Message query = Client.query("www.example", Type.A);
    query.addRecord(
        new OPTRecord(1232, 0, 0, 0, new CookieOption(new byte[8])), Section.ADDITIONAL);

    Message first = reply(guarded.handle(at(1), query(query.toWire())));
    List<Effect> second = guarded.handle(at(1), query(query.toWire()));
    Message cookied = Client.query("www.example", Type.A);
    cookied.addRecord(
        new OPTRecord(1232, 0, 0, 0, first.getOPT().getOptions()), Section.ADDITIONAL);

    assertThat(first.getSection(Section.ANSWER)).hasSize(2);
    assertThat(second).isEmpty();
    assertThat(guarded.withheld()).isEqualTo(1);
    assertThat(guarded.malformed()).isZero();
    assertThat(reply(guarded.handle(at(1), query(cookied.toWire()))).getSection(Section.ANSWER))
        .hasSize(2);
  }

  private NameServer guarded(RateLimit limit) {
    return new NameServer(
        "dns",
        "sjc",
        authority,
        Duration.ofMinutes(1),
        Transfers.none(),
        new Responder(new Guard(new byte[Guard.SECRET], Optional.of(limit))));
  }

  private static Message reply(List<Effect> effects) {
    return new Client.Reply(((Effect.AnswerClient) effects.getFirst()).message()).message();
  }

  @Test
  void reportsItsLoadAtTheEndOfEachIntervalThatHadAny() {
    assertThat(server.deadline()).isEqualTo(Tick.NEVER);
    server.handle(at(70), query(question()));
    server.handle(at(80), query(new byte[1]));

    assertThat(server.deadline()).isEqualTo(at(120));
    assertThat(server.expire(at(119))).isEmpty();
    assertThat(server.expire(at(120)))
        .containsExactly(new Effect.Observed(new ServerLoad("dns", "sjc", 2, 1)));
    assertThat(server.deadline()).isEqualTo(Tick.NEVER);

    server.handle(at(300), query(question()));
    assertThat(server.deadline()).isEqualTo(at(360));
    assertThat(server.expire(at(360)))
        .containsExactly(new Effect.Observed(new ServerLoad("dns", "sjc", 1, 1)));
  }

  @Test
  void describesItsLoadForSoftwareToo() {
    ServerLoad load = new ServerLoad("dns", "sjc", 2, 1);

    assertThat(load.name()).isEqualTo("server-load");
    assertThat(load.subject()).isEqualTo("dns@sjc");
    assertThat(load.weight()).isEqualTo(Weight.METRIC);
    assertThat(load.attributes()).containsEntry("received", "2").containsEntry("answered", "1");
  }

  @Test
  void answersByItsNewZonesOnceTheyAreServed() {
    ZoneSet without = authority.zones().without(DnsNames.of("example"));

    server.handle(at(1), new Input.Serve(authority.serving(without)));

    Effect.AnswerClient answer =
        (Effect.AnswerClient) server.handle(at(2), query(question())).getFirst();
    assertThat(new Client.Reply(answer.message()).rcode()).isEqualTo("REFUSED");
  }

  @Test
  void refusesAnIntervalThatNeverEnds() {
    assertThatThrownBy(
            () -> new NameServer("dns", "sjc", authority, Duration.ZERO, Transfers.none()))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining("dns at sjc");
  }

  @Test
  void refusesAnIdentityThatDoesNotFit() {
    assertThatThrownBy(() -> new Authority(ZoneSet.EMPTY, ""))
        .isInstanceOf(LabConfigurationException.class);
    assertThatThrownBy(() -> new Authority(ZoneSet.EMPTY, "x".repeat(65)))
        .isInstanceOf(LabConfigurationException.class);
  }
}
