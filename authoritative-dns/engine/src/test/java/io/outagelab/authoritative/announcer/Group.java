package io.outagelab.authoritative.announcer;

import io.outagelab.authoritative.announcer.Announcer.Effect;
import io.outagelab.authoritative.announcer.Announcer.Input;
import io.outagelab.core.Event;
import io.outagelab.core.Pump;
import io.outagelab.core.Tick;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/** The announcers of an anycast group, a network between them, and virtual time. */
final class Group {
  static final Duration INTERVAL = Duration.ofSeconds(60);
  static final Duration HOLD_DOWN = Duration.ofMinutes(6);
  private static final Duration LATENCY = Duration.ofMillis(50);
  private static final Rhythm RHYTHM =
      new Rhythm(INTERVAL, Duration.ofSeconds(2), 2, 2, HOLD_DOWN, Duration.ofMinutes(2));
  private static final List<Prefix> PREFIXES = List.of(Prefix.of("192.0.2.0/24"));
  private static final List<Target> CENTRES =
      List.of(new Target("prn", Endpoint.of("10.0.0.1", 8080)));

  private record Message(Tick at, long sequence, String to, Input input)
      implements Comparable<Message> {
    @Override
    public int compareTo(Message other) {
      int byTick = at.compareTo(other.at);
      return byTick != 0 ? byTick : Long.compare(sequence, other.sequence);
    }
  }

  private final SplittableRandom random;
  private final List<Peer> sites = new ArrayList<>();
  private final TreeMap<String, AnnouncerConfig> configs = new TreeMap<>();
  private final TreeMap<String, Pump<Input, Effect>> pumps = new TreeMap<>();
  private final PriorityQueue<Message> travelling = new PriorityQueue<>();
  private final TreeSet<String> announcing = new TreeSet<>();
  private final TreeSet<String> sick = new TreeSet<>();
  private final TreeSet<String> cuts = new TreeSet<>();
  private final List<Event> events = new ArrayList<>();
  private double loss;
  private Duration jitter = Duration.ZERO;
  private int fewest = Integer.MAX_VALUE;
  private boolean wantsPromises;
  private long sequence;
  private long messages;
  private Tick now = Tick.ZERO;

  Group(long seed, int keepLast, String... names) {
    this(seed, HealthPolicy.DEFAULT.withKeepLast(keepLast), names);
  }

  Group(long seed, HealthPolicy policy, String... names) {
    random = new SplittableRandom(seed);
    for (String name : names) {
      sites.add(new Peer(name, new Endpoint(IpAddress.of("10.1.0." + (sites.size() + 1)), 40_001)));
    }
    for (Peer site : sites) {
      List<Peer> others = sites.stream().filter(peer -> !peer.equals(site)).toList();
      configs.put(
          site.site(),
          new AnnouncerConfig("dns", site.site(), PREFIXES, CENTRES, others, RHYTHM, policy));
    }
    configs.keySet().forEach(this::start);
    fewest = announcing.size();
  }

  private void start(String site) {
    Announcer announcer = new Announcer(Objects.requireNonNull(configs.get(site)), random.split());
    pumps.put(site, new Pump<>(announcer, (at, effect) -> perform(site, at, effect)));
    feed(site, new Input.Started());
  }

  void feed(String site, Input input) {
    Objects.requireNonNull(pumps.get(site)).feed(now, input);
    fewest = Math.min(fewest, announcing.size());
  }

  private void perform(String site, Tick at, Effect effect) {
    switch (effect) {
      case Effect.Probe(long id, Target target) -> {
        if (!sick.contains(site)) {
          send(at, site, new Input.ProbeAnswered(id, true));
        }
      }
      case Effect.AskPeer(long id, Peer peer, Standing standing, boolean wantsPromise) -> {
        wantsPromises |= wantsPromise;
        between(at, site, peer.site(), new Input.PeerAsked(self(site), id, standing, wantsPromise));
      }
      case Effect.AnswerPeer(long id, Peer peer, Standing standing, boolean promised) ->
          between(at, site, peer.site(), new Input.PeerAnswered(id, standing, promised));
      case Effect.Announce announce -> announcing.add(site);
      case Effect.Withdraw withdraw -> announcing.remove(site);
      case Effect.Observed(Event event) -> events.add(event);
    }
  }

  private Peer self(String site) {
    return sites.stream().filter(peer -> peer.site().equals(site)).findFirst().orElseThrow();
  }

  private void between(Tick at, String from, String to, Input input) {
    messages++;
    boolean isLost = random.nextDouble() < loss;
    if (!isLost && !cuts.contains(from + ">" + to)) {
      send(at.plus(Duration.ofNanos(random.nextLong(jitter.toNanos() + 1))), to, input);
    }
  }

  private void send(Tick at, String to, Input input) {
    travelling.add(new Message(at.plus(LATENCY), sequence++, to, input));
  }

  /** Lets time pass. */
  Group run(Duration duration) {
    wantsPromises = false;
    Tick end = now.plus(duration);
    for (Tick next = next(); !next.isAfter(end); next = next()) {
      now = next;
      Message first = travelling.peek();
      if (first != null && !first.at().isAfter(now)) {
        travelling.remove();
        feed(first.to(), first.input());
      } else {
        pumps.values().forEach(pump -> pump.fire(now));
        fewest = Math.min(fewest, announcing.size());
      }
    }
    now = end;
    return this;
  }

  private Tick next() {
    Tick next = travelling.isEmpty() ? Tick.NEVER : travelling.peek().at();
    for (Pump<Input, Effect> pump : pumps.values()) {
      next = Tick.earlier(next, pump.deadline());
    }
    return next;
  }

  /** Random faults for so long: lost and late messages, cuts, sick sites, announcers restarted. */
  void trouble(Duration duration) {
    Tick end = now.plus(duration);
    while (now.isBefore(end)) {
      loss = random.nextInt(3) == 0 ? 0 : random.nextDouble();
      jitter = Duration.ofMillis(random.nextInt(3) == 0 ? 0 : random.nextLong(90_000));
      for (Peer site : sites) {
        if (random.nextInt(3) == 0) {
          sick.remove(site.site());
        } else if (random.nextInt(2) == 0) {
          sick.add(site.site());
        }
        for (Peer other : sites) {
          String way = site.site() + ">" + other.site();
          if (random.nextInt(3) > 0) {
            cuts.remove(way);
          } else {
            cuts.add(way);
          }
        }
      }
      if (random.nextInt(4) == 0) {
        start(sites.get(random.nextInt(sites.size())).site());
      }
      run(Duration.ofSeconds(random.nextLong(30, 1_200)));
    }
    loss = 0;
    jitter = Duration.ZERO;
  }

  /** These sites reach no data centre from now on. */
  Group sick(String... names) {
    sick.addAll(List.of(names));
    return this;
  }

  /** These sites reach a data centre again. */
  Group well(String... names) {
    List.of(names).forEach(sick::remove);
    return this;
  }

  /** No site hears of any other from now on. */
  Group cutAll() {
    for (Peer from : sites) {
      sites.forEach(to -> cuts.add(from.site() + ">" + to.site()));
    }
    return this;
  }

  /** All hear each other again. */
  Group mendAll() {
    cuts.clear();
    return this;
  }

  /** The sites that announce now. */
  SortedSet<String> announcing() {
    return announcing;
  }

  /** How many announced when they were fewest. */
  int fewestAnnouncing() {
    return fewest;
  }

  /** How many messages went between announcers. */
  long messages() {
    return messages;
  }

  /** Whether anybody asked for a promise in the last run. */
  boolean wantsPromises() {
    return wantsPromises;
  }

  List<Event> events(String name) {
    return events.stream().filter(event -> event.name().equals(name)).toList();
  }
}
