package io.outagelab.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.resolver.FakeInternet.Sent;
import io.outagelab.resolver.FakeServer.Manner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xbill.DNS.Type;

/** The outage as a resolver sees it, and RFC 9520 on what it must not do about it. */
class Rfc9520FailureCacheTest {
  private static final Duration BEGIN = Duration.ofMinutes(10);
  private static final Duration END = Duration.ofMinutes(70);

  @RegisterExtension final FakeInternet net = new FakeInternet();

  @BeforeEach
  void build() {
    SmallWorld.build(net);
    SmallWorld.outage(net, BEGIN, END);
  }

  @Test
  void keepsAnsweringThroughTheOutageUntilTheTtlRunsOut() {
    net.at(BEGIN.minusSeconds(100));
    net.ask("api.example.com").has("192.0.2.80");

    net.at(BEGIN.plusSeconds(190));
    net.ask("api.example.com").has("192.0.2.80");
    net.at(BEGIN.plusSeconds(210));
    net.ask("api.example.com").isOnly("SERVFAIL").explains(22);
  }

  @Test
  void answersServfailWithinTheDeadline() {
    net.at(BEGIN);
    Duration asked = net.now().sinceStart();

    net.ask("api.example.com").isOnly("SERVFAIL").explains(22);

    assertThat(net.answers().getLast().at().sinceStart().minus(asked))
        .isLessThanOrEqualTo(ResolverPolicy.defaults().resolutionDeadline());
  }

  @Test
  void leavesAnotherZoneUnaffected() {
    net.ask("www.control.net");
    net.at(BEGIN.plusSeconds(400));

    net.ask("api.example.com").isOnly("SERVFAIL");
    net.ask("www.control.net").has("203.0.113.80");
  }

  @Test
  void answersAgainSoonAfterTheOutage() {
    net.at(BEGIN);
    while (net.now().sinceStart().compareTo(END.minusSeconds(20)) < 0) {
      net.pass(Duration.ofSeconds(10));
      net.ask("api.example.com").isOnly("SERVFAIL");
    }

    net.at(END.plus(ResolverPolicy.defaults().failureTtl()));
    net.ask("api.example.com").has("192.0.2.80");
  }

  /** RFC 9520 §3.2: no queries while the failure is cached. */
  @Test
  void sendsNothingWhileTheFailureIsCached() {
    net.at(BEGIN);
    net.ask("api.example.com").isOnly("SERVFAIL").explains(22);
    int before = net.sent().size();

    net.ask("api.example.com").isOnly("SERVFAIL").explains(13);
    assertThat(net.sent()).hasSize(before);
    net.pass(Duration.ofSeconds(6));
    net.ask("api.example.com").isOnly("SERVFAIL").explains(22);
    assertThat(net.sent()).hasSizeGreaterThan(before);
  }

  /** RFC 9520 §3.3: a dead zone is left alone, and so are its ancestors, for any name in it. */
  @Test
  void sparesTheParentsOfASilentZoneForEveryNameInIt() {
    net.at(BEGIN);
    net.ask("api.example.com").isOnly("SERVFAIL");
    int before = net.sent().size();

    net.ask("one.example.com").isOnly("SERVFAIL").explains(13);
    net.ask("never.seen.example.com", Type.AAAA).isOnly("SERVFAIL").explains(13);

    assertThat(net.sent()).hasSize(before);
  }

  /** RFC 9520 §3.2: a question that keeps failing by errors is held back too. */
  @Test
  void holdsBackAQuestionThatServersFail() {
    net.server(SmallWorld.NS_A).manner(Manner.FAILING);
    net.server(SmallWorld.NS_B).manner(Manner.FAILING);
    net.ask("api.example.com").isOnly("SERVFAIL");
    int before = net.sent().size();

    net.ask("api.example.com").isOnly("SERVFAIL").explains(13);

    assertThat(net.sent()).hasSize(before);
  }

  /** RFC 9520 §3.2: exponential back-off, never beyond 5 minutes. */
  @Test
  void holdsBackForLongerEachTimeWhereThePolicySaysSo() {
    net.policy(Map.of("failure-ttl-max", "40s"));
    net.at(BEGIN);

    for (int i = 0; i < 600; i++) {
      net.pass(Duration.ofSeconds(1));
      net.askAndGo(
          FakeInternet.CLIENT,
          DnsCodec.query(i, FakeInternet.question("api.example.com", Type.A), true));
    }

    List<Long> seconds =
        net.sentTo(SmallWorld.COM).stream()
            .map(sent -> sent.at().sinceStart().toSeconds())
            .toList();
    assertThat(seconds).hasSizeBetween(8, 22);
    assertThat(seconds.getLast() - seconds.get(seconds.size() - 2)).isGreaterThanOrEqualTo(40);
  }

  /** What the failure cache is for: the same outage with it and without. */
  @Test
  void asksFarMoreOftenWithoutAFailureCache() {
    int with = queriesInTwoMinutesOfOutage(Map.of());
    int without = queriesInTwoMinutesOfOutage(Map.of("failure-ttl", "0"));

    assertThat(without).isGreaterThan(with * 2);
  }

  private int queriesInTwoMinutesOfOutage(Map<String, String> knobs) {
    FakeInternet fresh = new FakeInternet();
    SmallWorld.build(fresh);
    SmallWorld.outage(fresh, Duration.ZERO, END);
    fresh.policy(knobs);
    for (int i = 0; i < 600; i++) {
      fresh.pass(Duration.ofMillis(200));
      fresh.askAndGo(
          FakeInternet.CLIENT,
          DnsCodec.query(i, FakeInternet.question("host" + i + ".example.com", Type.A), true));
    }
    fresh.pass(Duration.ofMinutes(2));
    fresh.assertAtRest();
    return fresh.sent().size();
  }

  /** RFC 9520 §3.1: at most three sends of a query to one server over one transport. */
  @Test
  void sendsNoQueryToAServerMoreThanThreeTimes() {
    net.policy(Map.of("attempts-per-server", "3", "resolution-deadline", "60s"));
    net.at(BEGIN);

    net.ask("api.example.com").isOnly("SERVFAIL");

    Map<IpAddress, Long> sends =
        net.sent().stream()
            .filter(sent -> sent.question().name().toString().startsWith("api"))
            .collect(Collectors.groupingBy(Sent::server, Collectors.counting()));
    assertThat(sends.get(IpAddress.of(SmallWorld.NS_A))).isEqualTo(3);
    assertThat(sends.get(IpAddress.of(SmallWorld.NS_B))).isEqualTo(3);
  }

  @Test
  void asksTheParentOnceForTheDelegationAnew() {
    net.ask("api.example.com");
    net.at(BEGIN.plusSeconds(400));
    int before = net.sentTo(SmallWorld.COM).size();

    net.ask("api.example.com").isOnly("SERVFAIL");

    assertThat(net.sentTo(SmallWorld.COM)).hasSize(before + 1);
  }

  /** RFC 8767 §5: a zone that moved to other servers during the outage is found there. */
  @Test
  void findsAZoneThatMovedToASecondProvider() {
    net.ask("api.example.com").has("192.0.2.80");
    net.at(BEGIN.plusSeconds(400));
    net.server(SmallWorld.COM)
        .zone(
            "com.",
            "example.com. 172800 NS ns.rescue.com.",
            "ns.rescue.com. 172800 A 203.0.113.99");
    net.server("203.0.113.99").zone("example.com.", "api.example.com. 300 A 203.0.113.100");

    net.ask("api.example.com").has("203.0.113.100");
    net.pass(Duration.ofSeconds(301));
    int before = net.sent().size();
    net.ask("api.example.com").has("203.0.113.100");
    assertThat(net.sent()).hasSize(before + 1);
  }

  @Test
  void saysForTheStatusWhatItWouldAnswer() {
    var question = FakeInternet.question("www.example.com", Type.A);
    assertThat(net.resolver().cached(net.now(), question)).isEmpty();
    net.ask("www.example.com");
    assertThat(net.resolver().cached(net.now(), question)).contains("NOERROR");

    net.at(BEGIN.plusSeconds(61));
    net.ask("www.example.com");

    assertThat(net.resolver().cached(net.now(), question)).contains("SERVFAIL");
  }

  @Test
  void answersEveryClientThatWaitsWhenTheResolutionFails() {
    net.at(BEGIN);
    for (int i = 0; i < 50; i++) {
      net.askAndGo(
          Endpoint.of("10.0.0.7", 3000 + i),
          DnsCodec.query(i, FakeInternet.question("api.example.com", Type.A), true));
    }
    net.pass(Duration.ofSeconds(7));

    assertThat(net.answers()).hasSize(50);
    assertThat(net.resolver().counters().servfail()).isEqualTo(50);
  }
}
