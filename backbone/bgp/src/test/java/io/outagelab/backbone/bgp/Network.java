package io.outagelab.backbone.bgp;

import io.outagelab.backbone.bgp.BgpSpeaker.Effect;
import io.outagelab.backbone.bgp.BgpSpeaker.Input;
import io.outagelab.core.Pump;
import io.outagelab.core.Tick;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Several speakers on a virtual clock, joined by links that carry octets in order after a
 * millisecond. Every router reaches all others of its AS at metric 10 until told otherwise.
 */
final class Network {
  private static final Duration LATENCY = Duration.ofMillis(1);
  private static final int MAX_STEPS = 1_000_000;

  /** A message on its way. */
  record Sent(Tick at, String from, String to, byte[] octets) {
    boolean isUpdate() {
      return octets[18] == Message.Update.TYPE;
    }
  }

  private record Step(Tick at, long sequence, String router, Input input, long connection)
      implements Comparable<Step> {
    @Override
    public int compareTo(Step other) {
      int byTick = at.compareTo(other.at);
      return byTick != 0 ? byTick : Long.compare(sequence, other.sequence);
    }
  }

  private final Duration interval;
  private final Map<String, SpeakerConfig> configs = new LinkedHashMap<>();
  private final Map<String, List<PeerConfig>> peers = new LinkedHashMap<>();
  private final Map<String, BgpSpeaker> speakers = new LinkedHashMap<>();
  private final Map<String, Pump<Input, Effect>> pumps = new LinkedHashMap<>();
  private final PriorityQueue<Step> queue = new PriorityQueue<>();
  private final Map<String, Long> connections = new TreeMap<>();
  private final TreeSet<String> cut = new TreeSet<>();
  private final List<Sent> sent = new ArrayList<>();
  private final List<BgpEvent> events = new ArrayList<>();
  private Tick now = Tick.ZERO;
  private long sequence;

  /** With this advertisement interval on external sessions. */
  Network(Duration interval) {
    this.interval = interval;
  }

  Network router(String name, long as) {
    String address = "10.0.0." + (configs.size() + 1);
    configs.put(name, Configs.speaker(name, as, address, interval));
    peers.put(name, new ArrayList<>());
    return this;
  }

  /** Links two routers; {@code relation} is what the second is to the first. */
  Network link(String a, String b, Relation relation) {
    Relation back =
        switch (relation) {
          case CUSTOMER -> Relation.PROVIDER;
          case PROVIDER -> Relation.CUSTOMER;
          case INTERNAL, PEER, COLLECTOR, NONE -> relation;
        };
    add(a, b, relation, true);
    add(b, a, back, false);
    return this;
  }

  private void add(String owner, String peer, Relation relation, boolean isActive) {
    SpeakerConfig us = config(owner);
    SpeakerConfig them = config(peer);
    Optional.ofNullable(peers.get(owner))
        .orElseThrow()
        .add(
            new PeerConfig(
                peer,
                them.as(),
                us.routerId(),
                them.routerId(),
                Optional.empty(),
                relation,
                isActive));
  }

  private SpeakerConfig config(String name) {
    return Optional.ofNullable(configs.get(name)).orElseThrow();
  }

  Network start() {
    configs.forEach(
        (name, config) -> {
          BgpSpeaker speaker =
              new BgpSpeaker(config, Optional.ofNullable(peers.get(name)).orElseThrow());
          speakers.put(name, speaker);
          pumps.put(name, new Pump<>(speaker, (tick, effect) -> carryOut(tick, name, effect)));
        });
    for (String name : configs.keySet()) {
      feed(name, new Input.Start());
      TreeMap<IpAddress, Integer> metrics = new TreeMap<>();
      configs.values().stream()
          .filter(other -> other.as() == config(name).as())
          .forEach(other -> metrics.put(other.routerId(), 10));
      feed(name, new Input.NextHops(metrics));
    }
    return this;
  }

  BgpSpeaker speaker(String name) {
    return Optional.ofNullable(speakers.get(name)).orElseThrow();
  }

  Map<String, BgpSpeaker> speakers() {
    return speakers;
  }

  Tick now() {
    return now;
  }

  List<Sent> sent() {
    return sent;
  }

  List<BgpEvent> events() {
    return events;
  }

  Network feed(String router, Input input) {
    Optional.ofNullable(pumps.get(router)).orElseThrow().feed(now, input);
    return this;
  }

  Network originate(String router, String prefix) {
    return feed(router, new Input.Originate(Prefix.of(prefix), 100, false));
  }

  Network withdraw(String router, String prefix) {
    return feed(router, new Input.WithdrawOrigin(Prefix.of(prefix)));
  }

  /** Takes a link down; both ends learn of it at once. */
  Network cut(String a, String b) {
    cut.add(key(a, b));
    connections.remove(key(a, b));
    feed(a, new Input.Disconnected(b, DisconnectReason.LINK_DOWN));
    return feed(b, new Input.Disconnected(a, DisconnectReason.LINK_DOWN));
  }

  /** Loses everything on a link without telling anybody. */
  Network blackhole(String a, String b) {
    cut.add(key(a, b));
    connections.put(key(a, b), -1L);
    return this;
  }

  Network mend(String a, String b) {
    cut.remove(key(a, b));
    return this;
  }

  /** Runs for so long. */
  Network run(Duration duration) {
    Tick end = now.plus(duration);
    for (int steps = 0; ; steps++) {
      if (steps == MAX_STEPS) {
        throw new IllegalStateException("no rest at " + now);
      }
      Tick next = queue.isEmpty() ? Tick.NEVER : queue.peek().at();
      for (BgpSpeaker speaker : speakers.values()) {
        next = Tick.earlier(next, speaker.deadline());
      }
      if (next.isAfter(end)) {
        now = end;
        return this;
      }
      now = next;
      step();
    }
  }

  private void step() {
    for (Pump<Input, Effect> pump : pumps.values()) {
      if (!pump.deadline().isAfter(now)) {
        pump.fire(now);
      }
    }
    while (!queue.isEmpty() && !queue.peek().at().isAfter(now)) {
      deliver(queue.remove());
    }
  }

  private void deliver(Step step) {
    if (step.connection() == 0) {
      feed(step.router(), step.input());
      return;
    }
    String peer =
        switch (step.input()) {
          case Input.Received received -> received.peer();
          case Input.Disconnected gone -> gone.peer();
          case Input.Connected connected -> connected.peer();
          default -> throw new IllegalStateException("no transport input: " + step);
        };
    boolean isCurrent = connections.getOrDefault(key(step.router(), peer), 0L) == step.connection();
    if (isCurrent) {
      if (step.input() instanceof Input.Disconnected) {
        connections.remove(key(step.router(), peer));
      }
      feed(step.router(), step.input());
    }
  }

  private void carryOut(Tick tick, String router, Effect effect) {
    switch (effect) {
      case Effect.Connect connect -> connect(router, connect.peer());
      case Effect.Disconnect close -> {
        long connection = connections.getOrDefault(key(router, close.peer()), -1L);
        later(
            close.peer(),
            new Input.Disconnected(router, DisconnectReason.REMOTE_CLOSED),
            connection);
      }
      case Effect.Send send -> {
        sent.add(new Sent(tick, router, send.peer(), send.octets()));
        long connection = connections.getOrDefault(key(router, send.peer()), -1L);
        if (!cut.contains(key(router, send.peer()))) {
          later(send.peer(), new Input.Received(router, send.octets()), connection);
        }
      }
      case Effect.BestChanged ignored -> {}
      case Effect.Observed observed -> events.add((BgpEvent) observed.event());
    }
  }

  private void connect(String router, String peer) {
    if (cut.contains(key(router, peer))) {
      later(router, new Input.Disconnected(peer, DisconnectReason.CONNECT_FAILED), 0);
    } else {
      long connection = ++sequence;
      connections.put(key(router, peer), connection);
      later(router, new Input.Connected(peer), connection);
      later(peer, new Input.Connected(router), connection);
    }
  }

  private void later(String router, Input input, long connection) {
    if (connection >= 0) {
      queue.add(new Step(now.plus(LATENCY), ++sequence, router, input, connection));
    }
  }

  private static String key(String a, String b) {
    return a.compareTo(b) < 0 ? a + " " + b : b + " " + a;
  }

  /** Every Loc-RIB as text, one line for each route. */
  String tables() {
    StringBuilder text = new StringBuilder();
    speakers.forEach(
        (name, speaker) ->
            speaker
                .locRib()
                .table()
                .entries()
                .values()
                .forEach(route -> text.append(name).append(": ").append(route).append('\n')));
    return text.toString();
  }

  /** The AS path of a router's best route, or {@code none}. */
  String path(String router, String prefix) {
    return speaker(router)
        .best(Prefix.of(prefix))
        .map(route -> route.attributes().asPath().toString())
        .orElse("none");
  }
}
