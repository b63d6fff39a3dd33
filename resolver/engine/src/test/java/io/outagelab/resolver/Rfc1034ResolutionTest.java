package io.outagelab.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.Question;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.Transport;
import io.outagelab.resolver.FakeInternet.Sent;
import io.outagelab.resolver.FakeServer.Manner;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Iterative resolution: RFC 1034 §5.3.3, RFC 1035 §7, RFC 6891, RFC 7766. */
class Rfc1034ResolutionTest {
  @RegisterExtension final FakeInternet net = new FakeInternet();

  @BeforeEach
  void build() {
    SmallWorld.build(net);
  }

  /** RFC 1034 §5.3.3: from the root by referrals, along aliases and into a sub-zone. */
  @Test
  void resolvesFromTheRootAlongAnAliasIntoASubZone() {
    Answer answer = net.ask("www.example.com");

    answer.has("star.edge.example.com.", "192.0.2.35");
    assertThat(net.sent()).hasSize(5);
    assertThat(net.sent().getFirst().server()).hasToString(SmallWorld.ROOT);
    assertThat(net.sent().getLast().server()).hasToString(SmallWorld.EDGE);
  }

  @Test
  void asksOnlyTheClosestKnownZone() {
    net.ask("api.example.com").has("192.0.2.80");
    int before = net.sent().size();

    net.ask("one.example.com").has("192.0.2.81");

    assertThat(net.sent()).hasSize(before + 1);
  }

  @Test
  void countsTtlDownAndAsksAgainWhenItRunsOut() {
    assertThat(net.ask("api.example.com").ttls()).containsExactly(300L);
    int before = net.sent().size();

    net.pass(Duration.ofSeconds(100));
    assertThat(net.ask("api.example.com").ttls()).containsExactly(200L);
    assertThat(net.sent()).hasSize(before);
    net.pass(Duration.ofSeconds(200));
    assertThat(net.ask("api.example.com").ttls()).containsExactly(300L);
    assertThat(net.sent()).hasSize(before + 1);
  }

  /** RFC 1035 §3.2.1: a TTL of 0 is for the transaction in progress only. */
  @Test
  void passesOnButDoesNotKeepWhatHasTtlZero() {
    net.ask("brief.example.com").has("192.0.2.83");
    int before = net.sent().size();

    net.ask("brief.example.com").has("192.0.2.83");

    assertThat(net.sent()).hasSize(before + 1);
  }

  @Test
  void capsTtls() {
    assertThat(net.ask("eternal.example.com").ttls())
        .containsExactly(Duration.ofDays(7).toSeconds());
  }

  @Test
  void followsAnAliasIntoAnotherZone() {
    net.ask("out.example.com").has("www.control.net.", "203.0.113.80");
  }

  @Test
  void findsTheAddressOfANameServerWithoutGlue() {
    net.ask("www.glueless.com").has("203.0.113.81");
  }

  @Test
  void asksAnIpv6ServerOnlyFromAnIpv6Address() {
    net.server(SmallWorld.COM)
        .zone(
            "com.",
            "six.com. 900 NS ns.six.com.",
            "ns.six.com. 900 AAAA 2001:db8::53",
            "other.com. 900 NS ns.dual.net.");
    net.server(SmallWorld.NET)
        .zone("net.", "ns.dual.net. 900 A 192.0.2.99", "ns.dual.net. 900 AAAA 2001:db8::99");
    net.server("2001:db8::53").zone("six.com.", "www.six.com. 300 A 192.0.2.6");
    net.server("2001:db8::99").zone("other.com.", "www.other.com. 300 A 192.0.2.7");

    net.ask("www.six.com").isOnly("SERVFAIL");
    net.withIpv6();
    net.ask("www.six.com").has("192.0.2.6");
    net.ask("www.other.com").has("192.0.2.7");

    assertThat(net.sentTo("2001:db8::53"))
        .hasSize(1)
        .allSatisfy(sent -> assertThat(sent.local().address().isIpv6()).isTrue());
  }

  @Test
  void endsAnAliasLoop() {
    net.ask("loop-a.example.com").isOnly("SERVFAIL");

    assertThat(net.sent()).hasSizeLessThan(15);
  }

  @Test
  void endsADelegationLoop() {
    net.server(SmallWorld.COM)
        .zone("com.", "east.com. 900 NS ns.west.com.", "west.com. 900 NS ns.east.com.");

    net.ask("www.east.com").isOnly("SERVFAIL").explains(22);

    assertThat(net.sent()).hasSizeLessThan(15);
  }

  @Test
  void skipsALameServerAndRemembersIt() {
    net.server(SmallWorld.NS_A).manner(Manner.LAME);

    net.ask("api.example.com").has("192.0.2.80");
    net.ask("one.example.com").has("192.0.2.81");
    net.ask("two.example.com").has("192.0.2.82");

    assertThat(net.sentTo(SmallWorld.NS_A)).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void goesOnToAnotherServerWhenOneRefuses() {
    net.server(SmallWorld.NS_A).manner(Manner.REFUSING);

    net.ask("api.example.com").has("192.0.2.80");
    net.ask("one.example.com").has("192.0.2.81");
  }

  @Test
  void goesOnToAnotherServerWhenOneIsSilent() {
    net.server(SmallWorld.NS_A).silent(Duration.ZERO, Duration.ofHours(1));

    net.ask("api.example.com").has("192.0.2.80");
    net.ask("one.example.com").has("192.0.2.81");
    net.ask("two.example.com").has("192.0.2.82");

    assertThat(net.sentTo(SmallWorld.NS_A)).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void goesOnToAnotherServerWhenOneHasNoRoute() {
    net.server(SmallWorld.NS_A).cut(Duration.ZERO, Duration.ofHours(1));

    net.ask("api.example.com").has("192.0.2.80");

    assertThat(net.answers().getLast().at().sinceStart()).isLessThan(Duration.ofMillis(100));
  }

  @Test
  void prefersTheFasterServerOnceItKnowsBoth() {
    net.server(SmallWorld.NS_A).latency(Duration.ofMillis(200));
    for (String name : new String[] {"api", "one", "two", "eternal"}) {
      net.ask(name + ".example.com");
    }

    assertThat(net.sentTo(SmallWorld.NS_A)).hasSizeLessThanOrEqualTo(1);
  }

  /** RFC 7766 §5. */
  @Test
  void asksOverTcpWhenTheAnswerIsTruncated() {
    net.server(SmallWorld.NS_A).manner(Manner.TRUNCATING);
    net.server(SmallWorld.NS_B).manner(Manner.TRUNCATING);

    net.ask("api.example.com").has("192.0.2.80");

    assertThat(net.sent().getLast().transport()).isEqualTo(Transport.TCP);
  }

  /** RFC 6891 §6.2.2. */
  @Test
  void asksWithoutEdnsWhereItIsNotUnderstood() {
    net.server(SmallWorld.NS_A).manner(Manner.WITHOUT_EDNS);
    net.server(SmallWorld.NS_B).manner(Manner.WITHOUT_EDNS);

    net.ask("api.example.com").has("192.0.2.80");

    assertThat(net.sent().getLast().query().getOPT()).isNull();
    assertThat(net.sent().getFirst().query().getOPT().getPayloadSize())
        .isEqualTo(DnsCodec.EDNS_BUFFER);
  }

  @Test
  void failsWhenEveryServerFailsAndExplains() {
    net.server(SmallWorld.NS_A).manner(Manner.FAILING);
    net.server(SmallWorld.NS_B).manner(Manner.REFUSING);

    net.ask("api.example.com").isOnly("SERVFAIL").explains(22);
  }

  @Test
  void explainsThatThereIsNoRoute() {
    net.server(SmallWorld.NS_A).cut(Duration.ZERO, Duration.ofHours(1));
    net.server(SmallWorld.NS_B).cut(Duration.ZERO, Duration.ofHours(1));

    net.ask("api.example.com").isOnly("SERVFAIL").explains(23);
  }

  @Test
  void spendsNoMoreQueriesThanOneQuestionMayCost() {
    net.policy(Map.of("max-queries-per-resolution", "3"));

    net.ask("www.example.com").isOnly("SERVFAIL");

    assertThat(net.sent()).hasSize(3);
  }

  /** RFC 9520 §2.3. */
  @Test
  void joinsIdenticalQuestions() {
    for (int i = 0; i < 100; i++) {
      net.askAndGo(Endpoint.of("10.0.0.7", 2000 + i), query("api.example.com", Type.A));
    }
    net.pass(Duration.ofSeconds(1));

    assertThat(net.sent()).hasSize(3);
    assertThat(net.answers()).hasSize(100).allSatisfy(got -> got.answer().has("192.0.2.80"));
  }

  @Test
  void resolvesEachQuestionAloneWhereThePolicySaysSo() {
    net.policy(Map.of("joins-identical", "false"));

    for (int i = 0; i < 100; i++) {
      net.askAndGo(Endpoint.of("10.0.0.7", 2000 + i), query("api.example.com", Type.A));
    }
    net.pass(Duration.ofSeconds(1));

    assertThat(net.sent()).hasSize(300);
    assertThat(net.answers()).hasSize(100);
  }

  @Test
  void dropsQuestionsAboveTheBound() {
    net.policy(Map.of("max-clients", "10"));

    for (int i = 0; i < 100; i++) {
      net.askAndGo(Endpoint.of("10.0.0.7", 2000 + i), query("api.example.com", Type.A));
    }
    net.pass(Duration.ofSeconds(1));

    assertThat(net.answers()).hasSize(10);
    assertThat(net.resolver().counters().dropped()).isEqualTo(90);
  }

  /** RFC 1034 §5.3.1: without RD the resolver only says what it knows. */
  @Test
  void answersFromTheCacheOnlyWhenRecursionIsNotDesired() {
    net.ask(DnsCodec.query(7, FakeInternet.question("api.example.com", Type.A), false))
        .isOnly("REFUSED");
    net.ask("api.example.com");

    net.ask(DnsCodec.query(8, FakeInternet.question("api.example.com", Type.A), false))
        .has("192.0.2.80");
  }

  @Test
  void answersWhatItCannotTakeWithTheRightError() {
    Message notify = query("example.com", Type.SOA);
    notify.getHeader().setOpcode(Opcode.NOTIFY);
    Message chaos =
        DnsCodec.query(9, new Question(DnsNames.of("version.bind"), Type.TXT, DClass.CH), true);
    Message empty = new Message(10);
    Message version = query("example.com", Type.A);
    version.addRecord(new OPTRecord(1232, 0, 1), Section.ADDITIONAL);

    net.ask(notify).isOnly("NOTIMP");
    net.ask(chaos).isOnly("REFUSED");
    net.ask(empty).isOnly("FORMERR");
    net.ask(query("example.com", Type.ANY)).isOnly("NOTIMP");
    net.ask(version).isOnly("BADVERS");
    assertThat(net.sent()).isEmpty();
  }

  @Test
  void ignoresResponsesOnTheClientSide() {
    Message response = query("api.example.com", Type.A);
    response.getHeader().setFlag(Flags.QR);

    net.askAndGo(FakeInternet.CLIENT, response);

    assertThat(net.answers()).isEmpty();
    assertThat(net.resolver().counters().ignored()).isEqualTo(1);
  }

  @Test
  void sendsEachQueryFromAnotherPortWithAnotherId() {
    net.ask("www.example.com");
    net.ask("www.control.net");

    assertThat(net.sent()).extracting(Sent::local).doesNotHaveDuplicates();
    assertThat(net.sent())
        .extracting(sent -> sent.query().getHeader().getID())
        .doesNotHaveDuplicates();
  }

  @Test
  void reportsItsLoadForIntervalsWithTrafficOnly() {
    net.ask("api.example.com");
    net.ask("api.example.com");
    net.pass(Duration.ofMinutes(10));
    net.ask("two.example.com");
    net.pass(Duration.ofMinutes(2));

    assertThat(net.events())
        .containsExactly(
            new ResolverEvent.ResolverLoad("as13335", 2, 1, 3, 0, 0),
            new ResolverEvent.ResolverLoad("as13335", 1, 0, 1, 0, 0));
    assertThat(net.events().getFirst().name()).isEqualTo("resolver-load");
  }

  private static Message query(String name, int type) {
    return DnsCodec.query(4711, FakeInternet.question(name, type), true);
  }
}
