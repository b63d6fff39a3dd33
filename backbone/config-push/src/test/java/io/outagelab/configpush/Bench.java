package io.outagelab.configpush;

import io.outagelab.core.Event;
import io.outagelab.core.Pump;
import io.outagelab.core.Tick;
import io.outagelab.core.config.RouterChange;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.StubPolicy;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload;
import io.outagelab.core.net.Payload.Request;
import io.outagelab.core.net.Payload.Response;
import io.outagelab.core.net.Payload.Status;
import io.outagelab.core.net.Transport;
import io.outagelab.core.node.Instruction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/**
 * An operator, a controller, a resolver and routers, joined by a network of which every part can be
 * taken away, under virtual time.
 */
final class Bench {
  static final IpAddress OPERATOR = IpAddress.of("10.0.0.2");
  static final IpAddress RESOLVER = IpAddress.of("10.0.0.53");
  static final IpAddress CONTROLLER = IpAddress.of("10.0.0.10");
  static final Endpoint CONTROLLER_PORT = new Endpoint(CONTROLLER, ControllerProtocol.PORT);
  static final Endpoint SOMEBODY = Endpoint.of("10.0.0.99", 5_000);
  static final String NAME = "netconfig.example.net";
  static final Duration LATENCY = Duration.ofMillis(20);
  static final Duration APPLY_DELAY = Duration.ofSeconds(2);

  /** What a router was asked, and when. */
  record Asked(Tick at, String router, String method, SortedMap<String, String> fields) {}

  /** A change made at a router's console. */
  record AtConsole(Tick at, String router, RouterChange change) {}

  /** An event, and when. */
  record Seen(Tick at, Event event) {
    @Override
    public String toString() {
      return "%s %s %s: %s".formatted(at, event.name(), event.subject(), event.detail());
    }
  }

  private record Slot(Tick at, long sequence) implements Comparable<Slot> {
    @Override
    public int compareTo(Slot other) {
      int byTick = at.compareTo(other.at);
      return byTick != 0 ? byTick : Long.compare(sequence, other.sequence);
    }
  }

  final Inventory inventory;
  final List<Seen> seen = new ArrayList<>();
  final List<Asked> asked = new ArrayList<>();
  final List<AtConsole> consoles = new ArrayList<>();
  final List<Response> responses = new ArrayList<>();
  final List<JournalEntry> journal = new ArrayList<>();
  final TreeSet<String> drained = new TreeSet<>();
  Predicate<RouterEntry> routerAnswers = router -> true;
  Predicate<RouterEntry> routerRefuses = router -> false;
  Predicate<RouterEntry> routerHasRoute = router -> true;
  boolean namesWork = true;
  boolean resolverAnswers = true;
  boolean controllerReachable = true;
  Tick now = Tick.ZERO;
  Controller controller;
  private final TreeMap<Slot, Runnable> queue = new TreeMap<>();
  private final Pump<Operator.Input, Operator.Effect> operatorPump;
  private Pump<Controller.Input, Controller.Effect> controllerPump;
  private long sequence;

  Bench() {
    this(AuditBug.NONE, OperatorSettings.OutOfBand.NONE);
  }

  Bench(AuditBug bug, OperatorSettings.OutOfBand outOfBand) {
    inventory = inventory(4, 2, "prn", "sjc", "lhr");
    controller =
        new Controller(controllerSettings(bug), inventory, new SplittableRandom(1), List.of());
    controllerPump = new Pump<>(controller, this::controllerWants);
    Operator operator =
        new Operator(operatorSettings(outOfBand), inventory, new SplittableRandom(2), List.of());
    operatorPump = new Pump<>(operator, this::operatorWants);
    controllerPump.feed(now, new Controller.Input.Started());
    operatorPump.feed(now, new Operator.Input.Started());
  }

  static Inventory inventory(int planes, int drainable, String... sites) {
    List<RouterEntry> routers = new ArrayList<>();
    for (int s = 0; s < sites.length; s++) {
      for (int plane = 1; plane <= planes; plane++) {
        routers.add(
            RouterEntry.at(
                "bb%d.%s".formatted(plane, sites[s]),
                sites[s],
                plane,
                IpAddress.of("10.1.%d.%d".formatted(s, plane))));
      }
    }
    return new Inventory(routers, planes, drainable);
  }

  static ControllerSettings controllerSettings(AuditBug bug) {
    return ControllerSettings.at("prn", CONTROLLER, bug);
  }

  static OperatorSettings operatorSettings(OperatorSettings.OutOfBand outOfBand) {
    return new OperatorSettings(
        OPERATOR,
        new StubPolicy(
            List.of(new Endpoint(RESOLVER, DnsCodec.PORT)), Duration.ofSeconds(1), 2, false),
        DnsNames.of(NAME),
        CONTROLLER,
        OperatorSettings.PATIENCE,
        outOfBand,
        new OperatorSettings.OnSite(
            Duration.ofMinutes(8), Duration.ofMinutes(3), Duration.ofMinutes(9)),
        Duration.ofMinutes(5),
        Duration.ofMinutes(1));
  }

  /** The controller is killed and started again with its journal. */
  void restartController() {
    controller =
        new Controller(
            controllerSettings(AuditBug.NONE), inventory, new SplittableRandom(1), journal);
    controllerPump = new Pump<>(controller, this::controllerWants);
    controllerPump.feed(now, new Controller.Input.Started());
  }

  /** What the journal tells. */
  History known() {
    History history = new History();
    journal.forEach(history::apply);
    return history;
  }

  void instruct(Instruction instruction) {
    operatorPump.feed(now, new Operator.Input.Instructed(instruction));
  }

  void push(ChangeDocument document) {
    push(document, true, new Rollout.AllAtOnce(), Optional.empty());
  }

  void push(
      ChangeDocument document, boolean audited, Rollout rollout, Optional<Duration> confirmWithin) {
    instruct(new OperatorInstruction.Push(document, audited, rollout, confirmWithin));
  }

  void rollback(Via via) {
    instruct(new OperatorInstruction.Rollback(Optional.empty(), via));
  }

  void doorsShut(boolean shut) {
    operatorPump.feed(now, new Operator.Input.DoorsShut(shut));
  }

  /** Sends the controller a request as somebody whose responses are kept. */
  void request(String method, Map<String, String> fields) {
    Request request = new Request(responses.size(), method, new TreeMap<>(fields));
    Packet packet = new Packet(Transport.CALL, SOMEBODY, CONTROLLER_PORT, request);
    controllerPump.feed(now, new Controller.Input.Received(packet));
  }

  void runFor(Duration duration) {
    Tick end = now.plus(duration);
    while (!next().isAfter(end)) {
      now = next();
      operatorPump.fire(now);
      controllerPump.fire(now);
      while (!queue.isEmpty() && !queue.firstKey().at().isAfter(now)) {
        queue.pollFirstEntry().getValue().run();
      }
    }
    now = end;
  }

  List<String> names() {
    return seen.stream().map(one -> one.event().name()).toList();
  }

  /** The only event of this name. */
  Seen only(String name) {
    List<Seen> matching = seen.stream().filter(one -> one.event().name().equals(name)).toList();
    if (matching.size() != 1) {
      throw new AssertionError("one %s in %s".formatted(name, seen));
    }
    return matching.getFirst();
  }

  String attribute(String event, String key) {
    return only(event).event().attributes().getOrDefault(key, "(none)");
  }

  private Tick next() {
    Tick first = queue.isEmpty() ? Tick.NEVER : queue.firstKey().at();
    return Tick.earlier(first, Tick.earlier(operatorPump.deadline(), controllerPump.deadline()));
  }

  private void later(Duration delay, Runnable work) {
    queue.put(new Slot(now.plus(delay), sequence++), work);
  }

  private void controllerWants(Tick at, Controller.Effect effect) {
    switch (effect) {
      case Controller.Effect.Send(Packet packet) -> send(packet);
      case Controller.Effect.Journal(JournalEntry entry) -> journal.add(entry);
      case Controller.Effect.Observed(PushEvent event) -> seen.add(new Seen(at, event));
    }
  }

  private void operatorWants(Tick at, Operator.Effect effect) {
    switch (effect) {
      case Operator.Effect.Send(Packet packet) -> send(packet);
      case Operator.Effect.Console(String router, RouterChange change) -> {
        consoles.add(new AtConsole(at, router, change));
        configure(router, change.settings());
      }
      case Operator.Effect.Observed(Event event) -> seen.add(new Seen(at, event));
    }
  }

  private void send(Packet packet) {
    IpAddress to = packet.to().address();
    if (to.equals(OPERATOR)) {
      later(LATENCY, () -> operatorPump.feed(now, new Operator.Input.Received(packet)));
    } else if (to.equals(RESOLVER)) {
      later(LATENCY, () -> resolve(packet));
    } else if (to.equals(CONTROLLER)) {
      if (controllerReachable || !packet.from().address().equals(OPERATOR)) {
        later(LATENCY, () -> controllerPump.feed(now, new Controller.Input.Received(packet)));
      }
    } else if (to.equals(SOMEBODY.address())) {
      if (packet.payload() instanceof Response response) {
        responses.add(response);
      }
    } else {
      inventory.routers().stream()
          .filter(router -> router.agent().equals(packet.to()))
          .forEach(router -> toRouter(router, packet));
    }
  }

  private void toRouter(RouterEntry router, Packet packet) {
    if (!routerHasRoute.test(router)) {
      later(Duration.ZERO, () -> controllerPump.feed(now, new Controller.Input.Unroutable(packet)));
    } else if (routerAnswers.test(router) && packet.payload() instanceof Request request) {
      later(LATENCY, () -> routerAsked(router, packet, request));
    }
  }

  private void routerAsked(RouterEntry router, Packet packet, Request request) {
    asked.add(new Asked(now, router.name(), request.method(), request.fields()));
    boolean applies = request.method().equals(RouterChange.APPLY);
    later(applies ? APPLY_DELAY : Duration.ZERO, () -> routerDone(router, packet, request));
  }

  private void routerDone(RouterEntry router, Packet packet, Request request) {
    Status status = routerRefuses.test(router) ? Status.INVALID_ARGUMENT : Status.OK;
    if (status == Status.OK && request.method().equals(RouterChange.APPLY)) {
      configure(router.name(), RouterChange.from(request).settings());
    }
    if (routerAnswers.test(router)) {
      send(packet.reply(request.respond(status, Map.of())));
    }
  }

  private void configure(String router, SortedMap<String, String> settings) {
    String value = settings.get(RouterChange.DRAINED);
    if ("true".equals(value)) {
      drained.add(router);
    } else if ("false".equals(value)) {
      drained.remove(router);
    }
  }

  private void resolve(Packet packet) {
    if (!resolverAnswers || !(packet.payload() instanceof Payload.Bytes(byte[] octets))) {
      return;
    }
    Message query = DnsCodec.decode(octets).orElseThrow();
    Message response = DnsCodec.response(query, namesWork ? Rcode.NOERROR : Rcode.SERVFAIL);
    if (namesWork) {
      response.addRecord(
          new ARecord(DnsNames.of(NAME), DClass.IN, 60, CONTROLLER.toInetAddress()),
          Section.ANSWER);
    }
    send(packet.reply(new Payload.Bytes(DnsCodec.encode(response, DnsCodec.MAX_UDP))));
  }
}
