package io.outagelab.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Transport;
import io.outagelab.resolver.FakeInternet.Sent;
import io.outagelab.resolver.Resolver.Input.ServerReply;
import io.outagelab.resolver.Resolver.Input.ServerUnreachable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Replies that are none (RFC 5452 §9), and servers that say more than they may. */
class SpoofingTest {
  @RegisterExtension final FakeInternet net = new FakeInternet();

  private Sent query =
      new Sent(
          net.now(),
          Transport.UDP,
          FakeInternet.RESOLVER,
          FakeInternet.RESOLVER.address(),
          new Message(0));

  @BeforeEach
  void askSomething() {
    SmallWorld.build(net);
    net.ask("www.control.net");
    net.askAndGo(
        FakeInternet.CLIENT,
        DnsCodec.query(1, FakeInternet.question("api.example.com", Type.A), true));
    query = net.sent().getLast();
  }

  @Test
  void ignoresAReplyWithAnotherId() {
    Message forged = forged();
    forged.getHeader().setID(query.query().getHeader().getID() ^ 1);

    arrives(forged, query.server(), query.local());

    isIgnored();
  }

  @Test
  void ignoresAReplyFromAnotherServer() {
    arrives(forged(), IpAddress.of("192.0.2.66"), query.local());

    isIgnored();
  }

  @Test
  void ignoresAReplyToAnotherPort() {
    Endpoint local = query.local();

    arrives(forged(), query.server(), new Endpoint(local.address(), local.port() ^ 1));

    isIgnored();
  }

  @Test
  void ignoresAReplyToAnotherQuestion() {
    Message forged = forged();
    forged.removeAllRecords(Section.QUESTION);
    forged.addRecord(FakeServer.record("www.victim.com. 0 A 0.0.0.0"), Section.QUESTION);

    arrives(forged, query.server(), query.local());

    isIgnored();
  }

  @Test
  void ignoresAQueryThatComesBack() {
    Message forged = forged();
    forged.getHeader().unsetFlag(Flags.QR);

    arrives(forged, query.server(), query.local());

    isIgnored();
  }

  @Test
  void ignoresARouteErrorForAQueryThatWasNotSent() {
    net.feed(
        new ServerUnreachable(
            Transport.TCP, new Endpoint(query.server(), DnsCodec.PORT), query.local()));

    net.ask("api.example.com").has("192.0.2.80");
  }

  /** A server of example.com is not believed about control.net. */
  @Test
  void doesNotLetOneZonePoisonAnother() {
    net.server(SmallWorld.EDGE)
        .zone(
            "edge.example.com.",
            "star.edge.example.com. 60 CNAME www.control.net.",
            "www.control.net. 60 A 192.0.2.66");

    net.ask("www.example.com").has("star.edge.example.com.", "www.control.net.", "203.0.113.80");
    net.ask("www.control.net").has("203.0.113.80");
  }

  private Message forged() {
    Message forged = DnsCodec.response(query.query(), 0);
    forged.getHeader().setFlag(Flags.AA);
    forged.addRecord(FakeServer.record("api.example.com. 300 A 192.0.2.66"), Section.ANSWER);
    return forged;
  }

  private void arrives(Message message, IpAddress from, Endpoint to) {
    net.feed(
        new ServerReply(
            Transport.UDP,
            new Endpoint(from, DnsCodec.PORT),
            to,
            DnsCodec.encode(message, DnsCodec.MAX_TCP)));
  }

  private void isIgnored() {
    assertThat(net.resolver().counters().ignored()).isEqualTo(1);
    net.ask("api.example.com").has("192.0.2.80");
  }
}
