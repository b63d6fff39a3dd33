package io.outagelab.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.resolver.FakeServer.Manner;
import io.outagelab.resolver.Resolver.Input;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xbill.DNS.Type;

/** A cache that is told to forget. */
class FlushTest {
  @RegisterExtension final FakeInternet net = new FakeInternet();

  @BeforeEach
  void build() {
    SmallWorld.build(net);
  }

  private void flush(String name) {
    net.feed(new Input.Flush(DnsNames.of(name)));
  }

  @Test
  void forgetsANameAndWhatIsBelowItAlone() {
    net.ask("api.example.com").has("192.0.2.80");
    net.ask("one.example.com").has("192.0.2.81");
    net.ask("www.control.net");
    int before = net.sent().size();

    flush("api.example.com");
    net.ask("one.example.com").has("192.0.2.81");
    net.ask("www.control.net");
    assertThat(net.sent()).hasSize(before);
    net.ask("api.example.com").has("192.0.2.80");
    assertThat(net.sent()).hasSize(before + 1);
    assertThat(net.sentTo(SmallWorld.COM)).hasSize(1);

    flush("com");
    net.ask("api.example.com").has("192.0.2.80");
    assertThat(net.sentTo(SmallWorld.COM)).hasSize(2);
  }

  @Test
  void forgetsDenialsAndFailures() {
    net.ask("missing.example.com").isOnly("NXDOMAIN");
    int before = net.sent().size();
    flush("missing.example.com");
    net.ask("missing.example.com").isOnly("NXDOMAIN");
    assertThat(net.sent()).hasSize(before + 1);

    net.server(SmallWorld.NS_A).manner(Manner.FAILING);
    net.server(SmallWorld.NS_B).manner(Manner.FAILING);
    net.ask("api.example.com").isOnly("SERVFAIL");
    net.server(SmallWorld.NS_A).manner(Manner.CORRECT);
    net.server(SmallWorld.NS_B).manner(Manner.CORRECT);
    net.ask("api.example.com").isOnly("SERVFAIL");
    flush("api.example.com");
    net.ask("api.example.com").has("192.0.2.80");
  }

  @Test
  void forgetsEverythingAtTheRoot() {
    net.ask("www.example.com");
    net.ask("missing.example.com");
    assertThat(net.resolver().cacheEntries()).isPositive();

    flush(".");

    assertThat(net.resolver().cacheEntries()).isZero();
    net.ask("www.example.com").has("star.edge.example.com.", "192.0.2.35");
    assertThat(net.sentTo(SmallWorld.ROOT)).hasSize(2);
  }

  @Test
  void aResolutionUnderWayGoesOn() {
    net.askAndGo(
        FakeInternet.CLIENT,
        DnsCodec.query(1, FakeInternet.question("api.example.com", Type.A), true));

    flush(".");
    net.pass(ResolverPolicy.defaults().resolutionDeadline());

    net.answers().getLast().answer().has("192.0.2.80");
  }
}
