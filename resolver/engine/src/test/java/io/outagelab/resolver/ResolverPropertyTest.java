package io.outagelab.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.Seeds;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.Transport;
import io.outagelab.resolver.FakeInternet.Sent;
import io.outagelab.resolver.FakeServer.Manner;
import io.outagelab.resolver.Resolver.Input;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Properties that hold whatever comes, by seed. */
class ResolverPropertyTest {
  private static final List<String> NAMES =
      List.of(
          "www.example.com",
          "api.example.com",
          "missing.example.com",
          "loop-a.example.com",
          "www.control.net",
          "www.glueless.com",
          "nowhere");

  @Test
  void doesTheSameWithTheSameSeed() {
    List<String> first = transcript(42);

    assertThat(transcript(42)).isEqualTo(first);
    assertThat(transcript(43)).isNotEqualTo(first);
  }

  private static List<String> transcript(long seed) {
    FakeInternet net = new FakeInternet(ResolverPolicy.defaults(), seed);
    SmallWorld.build(net);
    SmallWorld.outage(net, Duration.ofMinutes(2), Duration.ofMinutes(20));
    for (int i = 0; i < 300; i++) {
      net.pass(Duration.ofSeconds(7));
      askSomething(net, i);
    }
    return net.transcript();
  }

  private static void askSomething(FakeInternet net, int i) {
    net.askAndGo(
        Endpoint.of("10.0.0.7", 2000 + i),
        DnsCodec.query(i, FakeInternet.question(NAMES.get(i % NAMES.size()), Type.A), true));
  }

  /** Servers that come, go and misbehave at random: every client is answered, nothing is left. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void answersEveryClientWhateverServersDo(long seed) {
    RandomGenerator random = new Seeds(seed).of("weather");
    FakeInternet net = new FakeInternet(ResolverPolicy.defaults(), seed);
    SmallWorld.build(net);
    List<String> servers =
        List.of(SmallWorld.COM, SmallWorld.NET, SmallWorld.NS_A, SmallWorld.NS_B, SmallWorld.EDGE);
    for (int i = 0; i < 400; i++) {
      FakeServer server = net.server(servers.get(random.nextInt(servers.size())));
      Manner[] manners = Manner.values();
      server.manner(manners[random.nextInt(manners.length)]);
      if (random.nextInt(4) == 0) {
        Duration now = net.now().sinceStart();
        server.silent(now, now.plusSeconds(random.nextInt(1, 60)));
      }
      askSomething(net, i);
      net.pass(Duration.ofMillis(random.nextInt(3_000)));
    }
    net.pass(Duration.ofMinutes(2));

    assertThat(net.answers()).as("replay with seed %d", seed).hasSize(400);
    net.assertAtRest();
    servers.forEach(server -> net.server(server).manner(Manner.CORRECT));
    net.pass(Duration.ofMinutes(15));
    net.ask("api.example.com").has("192.0.2.80");
  }

  /** Nothing that a server or a client sends makes the resolver throw or wait for ever. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void survivesAnyOctets(long seed) {
    RandomGenerator random = new Seeds(seed).of("noise");
    FakeInternet net = new FakeInternet(ResolverPolicy.defaults(), seed);
    for (int i = 0; i < 1_000; i++) {
      askSomething(net, i);
      if (!net.sent().isEmpty()) {
        Sent last = net.sent().getLast();
        byte[] reply = mutated(random, reply(random, last.query()));
        net.feed(
            new Input.ServerReply(
                last.transport(), new Endpoint(last.server(), DnsCodec.PORT), last.local(), reply));
      }
      byte[] query =
          mutated(
              random,
              DnsCodec.withEdns(
                      DnsCodec.query(i, FakeInternet.question("www.example.com", Type.A), true))
                  .toWire());
      net.feed(
          new Input.ClientQuery(
              random.nextBoolean() ? Transport.UDP : Transport.TCP,
              FakeInternet.CLIENT,
              FakeInternet.RESOLVER,
              query));
      net.pass(Duration.ofMillis(random.nextInt(700)));
    }
    net.pass(Duration.ofMinutes(2));

    net.assertAtRest();
    assertThat(net.resolver().counters().replies()).as("replies that were looked at").isPositive();
  }

  /** Records of any type with any data: kept, counted down and given out, or dropped. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void survivesAnyData(long seed) {
    RandomGenerator random = new Seeds(seed).of("data");
    FakeInternet net = new FakeInternet(ResolverPolicy.defaults(), seed);
    for (int i = 0; i < 1_000; i++) {
      int type = random.nextInt(1, 300);
      Message query = DnsCodec.query(i, FakeInternet.question("host" + i + ".example", type), true);
      net.askAndGo(Endpoint.of("10.0.0.7", 2000 + i), query);
      if (!net.sent().isEmpty()) {
        Sent last = net.sent().getLast();
        net.feed(
            new Input.ServerReply(
                last.transport(),
                new Endpoint(last.server(), DnsCodec.PORT),
                last.local(),
                withAnyData(random, last.query())));
      }
      net.pass(Duration.ofMillis(1));
      net.askAndGo(Endpoint.of("10.0.0.8", 2000 + i), query);
    }
    net.pass(Duration.ofMinutes(2));

    net.assertAtRest();
    assertThat(net.resolver().counters().hits()).as("records that were kept").isPositive();
  }

  /** A reply to the query with one record of the type asked for, whose data is random. */
  private static byte[] withAnyData(RandomGenerator random, Message query) {
    Message reply = DnsCodec.response(query, Rcode.NOERROR);
    reply.getHeader().setFlag(Flags.AA);
    byte[] head = reply.toWire();
    byte[] data = new byte[random.nextInt(40)];
    random.nextBytes(data);
    if (random.nextBoolean() && data.length > 0) {
      data[random.nextInt(data.length)] = 0;
    }
    ByteBuffer wire = ByteBuffer.allocate(head.length + 12 + data.length);
    wire.put(head).putShort((short) 0xc00c).putShort((short) query.getQuestion().getType());
    wire.putShort((short) 1).putInt(60).putShort((short) data.length).put(data);
    wire.putShort(6, (short) 1);
    return wire.array();
  }

  private static Message reply(RandomGenerator random, Message query) {
    List<String> lines =
        List.of(
            "com. 60 NS ns.com.",
            "ns.com. 60 A 192.0.2.1",
            "example.com. 60 NS ns.example.com.",
            "ns.example.com. 60 A 192.0.2.2",
            "www.example.com. 60 CNAME api.example.com.",
            "api.example.com. 60 A 192.0.2.3",
            "api.example.com. 60 MX 10 api.example.com.",
            "example.com. 60 SOA ns. host. 1 2 3 4 60",
            "www.control.net. 60 TXT \"text\"",
            ". 60 NS a.root-servers.net.");
    Message reply = DnsCodec.response(query, random.nextInt(8) == 0 ? Rcode.NXDOMAIN : 0);
    reply.getHeader().setFlag(random.nextBoolean() ? 5 : 8);
    for (int i = random.nextInt(6); i > 0; i--) {
      reply.addRecord(
          FakeServer.record(lines.get(random.nextInt(lines.size()))),
          random.nextInt(Section.ANSWER, Section.ADDITIONAL + 1));
    }
    return reply;
  }

  /** The message with some octets changed or cut off; half of the time as it is. */
  private static byte[] mutated(RandomGenerator random, Message message) {
    return mutated(random, message.toWire());
  }

  private static byte[] mutated(RandomGenerator random, byte[] octets) {
    if (random.nextBoolean()) {
      return octets;
    }
    byte[] changed = java.util.Arrays.copyOf(octets, random.nextInt(octets.length + 10));
    for (int i = random.nextInt(5); i > 0 && changed.length > 0; i--) {
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
    }
    return changed;
  }
}
