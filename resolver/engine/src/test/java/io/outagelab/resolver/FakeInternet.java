package io.outagelab.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.Event;
import io.outagelab.core.Pump;
import io.outagelab.core.Seeds;
import io.outagelab.core.Tick;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.Question;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Transport;
import io.outagelab.resolver.Resolver.Effect;
import io.outagelab.resolver.Resolver.Input;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/**
 * A resolver, the pretend name servers it asks and a virtual clock. After every test it lets time
 * pass and checks that the resolver has come to rest: nobody waits, no timer is left.
 */
final class FakeInternet implements AfterEachCallback {
  static final Endpoint RESOLVER = Endpoint.of("1.1.1.1", 53);
  static final Endpoint CLIENT = Endpoint.of("10.0.0.7", 40_000);

  /** A query that the resolver sent. */
  record Sent(Tick at, Transport transport, Endpoint local, IpAddress server, Message query) {
    /** What was asked. */
    Question question() {
      return Question.of(query);
    }

    @Override
    public String toString() {
      int id = query.getHeader().getID();
      return at + " " + server + " " + question() + " from " + local + " id " + id;
    }
  }

  /** An answer that a client got. */
  record Answered(Tick at, Endpoint client, Answer answer) {}

  private final Map<IpAddress, FakeServer> servers = new TreeMap<>();
  private final TreeMap<Tick, List<Input>> inFlight = new TreeMap<>();
  private final List<Sent> sent = new ArrayList<>();
  private final List<Answered> answered = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final List<Object> transcript = new ArrayList<>();
  private Resolver resolver;
  private Pump<Input, Effect> pump;
  private Tick now = Tick.ZERO;
  private int lastId;
  private int lastPort = CLIENT.port();

  FakeInternet() {
    this(ResolverPolicy.defaults(), 1);
  }

  FakeInternet(ResolverPolicy policy, long seed) {
    this.resolver = resolver(policy, seed, RESOLVER);
    this.pump = new Pump<>(resolver, this::carryOut);
  }

  /** Starts over with a resolver of another policy, and empty caches. */
  void policy(Map<String, String> knobs) {
    startOver(resolver(ResolverPolicy.defaults().with(new TreeMap<>(knobs)), 1, RESOLVER));
  }

  /** Starts over with a resolver that has an IPv6 address too, and empty caches. */
  void withIpv6() {
    startOver(
        resolver(ResolverPolicy.defaults(), 1, RESOLVER, Endpoint.of("2606:4700:4700::1111", 53)));
  }

  private void startOver(Resolver other) {
    resolver = other;
    pump = new Pump<>(resolver, this::carryOut);
  }

  private static Resolver resolver(ResolverPolicy policy, long seed, Endpoint... own) {
    TreeMap<String, List<IpAddress>> hints = new TreeMap<>();
    hints.put("a.root-servers.net", List.of(IpAddress.of("198.41.0.4")));
    return new Resolver(
        "as13335",
        Stream.of(own).map(Endpoint::address).toList(),
        RootHints.of(hints),
        policy,
        Duration.ofMinutes(1),
        new Seeds(seed).of("as13335"));
  }

  /** The server at this address; made if there is none. */
  FakeServer server(String address) {
    return servers.computeIfAbsent(IpAddress.of(address), key -> new FakeServer());
  }

  /** The resolver under test. */
  Resolver resolver() {
    return resolver;
  }

  /** What time it is. */
  Tick now() {
    return now;
  }

  /** Lets time pass up to this point since the start. */
  void at(Duration sinceStart) {
    runTo(Tick.at(sinceStart));
  }

  /** Lets this much time pass. */
  void pass(Duration duration) {
    runTo(now.plus(duration));
  }

  /** A client asks, with EDNS, and waits for its answer. */
  Answer ask(String name) {
    return ask(name, Type.A);
  }

  /** A client asks, with EDNS, and waits for its answer. */
  Answer ask(String name, int type) {
    return ask(DnsCodec.withEdns(DnsCodec.query(++lastId & 0xffff, question(name, type), true)));
  }

  /** A client sends this and waits for its answer. */
  Answer ask(Message query) {
    Endpoint client = new Endpoint(CLIENT.address(), ++lastPort);
    int before = answered.size();
    askAndGo(client, query);
    for (int i = 0; i < 1_000; i++) {
      for (Answered got : answered.subList(before, answered.size())) {
        if (got.client().equals(client)) {
          return got.answer();
        }
      }
      pass(Duration.ofMillis(20));
    }
    throw new AssertionError("no answer to " + query.getQuestion());
  }

  /** A client sends this and does not wait. */
  void askAndGo(Endpoint client, Message query) {
    feed(
        new Input.ClientQuery(
            Transport.UDP, client, RESOLVER, DnsCodec.encode(query, DnsCodec.MAX_TCP)));
  }

  /** Something happens to the resolver now. */
  void feed(Input input) {
    runTo(now);
    pump.feed(now, input);
  }

  /** A question in class IN. */
  static Question question(String name, int type) {
    return Question.of(DnsNames.of(name), type);
  }

  /** The queries that the resolver sent. */
  List<Sent> sent() {
    return sent;
  }

  /** The queries that the resolver sent to this server. */
  List<Sent> sentTo(String server) {
    IpAddress address = IpAddress.of(server);
    return sent.stream().filter(query -> query.server().equals(address)).toList();
  }

  /** The answers that clients got. */
  List<Answered> answers() {
    return answered;
  }

  /** The events that were observed. */
  List<Event> events() {
    return events;
  }

  /** Every effect, in order, as text. */
  List<String> transcript() {
    return transcript.stream().map(Object::toString).toList();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    pass(Duration.ofMinutes(2));
    assertAtRest();
  }

  /** Checks that nothing is left of what is finished. */
  void assertAtRest() {
    assertThat(resolver.inFlight()).as("resolutions under way").isZero();
    assertThat(resolver.awaitedReplies()).as("queries that wait").isZero();
    assertThat(resolver.waitingClients()).as("clients that wait").isZero();
    assertThat(resolver.deadline()).as("deadline at rest").isEqualTo(Tick.NEVER);
  }

  private void runTo(Tick end) {
    assertThat(end).as("time goes on").isGreaterThanOrEqualTo(now);
    while (true) {
      Tick arrival = inFlight.isEmpty() ? Tick.NEVER : inFlight.firstKey();
      Tick next = Tick.earlier(arrival, pump.deadline());
      if (next.isAfter(end)) {
        break;
      }
      now = next.isAfter(now) ? next : now;
      pump.fire(now);
      if (!arrival.isAfter(now)) {
        inFlight.pollFirstEntry().getValue().forEach(input -> pump.feed(now, input));
      }
    }
    now = end;
  }

  private void carryOut(Tick at, Effect effect) {
    switch (effect) {
      case Effect.AskServer ask -> carry(at, ask);
      case Effect.AnswerClient answer -> {
        Answer got = new Answer(decode(answer.message()));
        answered.add(new Answered(at, answer.client(), got));
        transcript.add(answered.getLast());
      }
      case Effect.Observed(Event event) -> {
        events.add(event);
        transcript.add(event);
      }
    }
  }

  private void carry(Tick at, Effect.AskServer ask) {
    Message query = decode(ask.message());
    Sent record = new Sent(at, ask.transport(), ask.local(), ask.server().address(), query);
    sent.add(record);
    transcript.add(record);
    FakeServer server = servers.get(ask.server().address());
    if (server == null) {
      return;
    }
    if (server.isCut(at)) {
      arrive(at, new Input.ServerUnreachable(ask.transport(), ask.server(), ask.local()));
      return;
    }
    Consumer<byte[]> back =
        reply ->
            arrive(
                at.plus(server.latency()),
                new Input.ServerReply(ask.transport(), ask.server(), ask.local(), reply));
    server.reply(at, ask.transport(), query).ifPresent(back);
  }

  private void arrive(Tick at, Input input) {
    inFlight.computeIfAbsent(at, tick -> new ArrayList<>()).add(input);
  }

  private static Message decode(byte[] octets) {
    return DnsCodec.decode(octets).orElseThrow(() -> new AssertionError("not a message"));
  }
}
