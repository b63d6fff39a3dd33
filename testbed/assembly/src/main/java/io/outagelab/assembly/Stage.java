package io.outagelab.assembly;

import io.outagelab.backbone.Backbone;
import io.outagelab.core.Event;
import io.outagelab.core.Pump;
import io.outagelab.core.Tick;
import io.outagelab.core.config.RouterChange;
import io.outagelab.core.net.Forwarding;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Prefix;
import io.outagelab.core.node.Arrival;
import io.outagelab.core.node.Departure;
import io.outagelab.core.node.Instruction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Hosts all machines of a lab on one thread, in the order (tick, node, sequence).
 *
 * <pre>
 *              instruct            deliver (from the network, after its latency)
 *                 |                     |
 *                 v                     v
 *   timers --> [ queue of due work, by tick ] --> pump of a node | pump of the backbone
 *                                                      |
 *                      Send --> Network     Announce, Withdraw, Console --> backbone
 *                      Observed --> listener
 * </pre>
 *
 * <p>The stage knows no clock: its owner has it {@link #step} at or after its {@link #deadline},
 * and decides what carries packets.
 */
public final class Stage {
  /** One piece of work: an arrival at a node, or the node's timers when there is no arrival. */
  private record Work(Tick at, int node, long sequence, Optional<Arrival> arrival)
      implements Comparable<Work> {
    @Override
    public int compareTo(Work other) {
      int byTick = at.compareTo(other.at);
      if (byTick != 0) {
        return byTick;
      }
      int byNode = Integer.compare(node, other.node);
      return byNode != 0 ? byNode : Long.compare(sequence, other.sequence);
    }
  }

  /** A node on stage: its pump, and the tick at which its timers are already queued. */
  private final class Actor implements Network.Sender {
    private final int index;
    private final PlacedNode placed;
    private final Pump<Arrival, Departure> pump;
    private final Alarm alarm = new Alarm();

    Actor(int index, PlacedNode placed) {
      this.index = index;
      this.placed = placed;
      this.pump = new Pump<>(placed.node(), (now, departure) -> depart(now, this, departure));
    }

    @Override
    public String site() {
      return placed.site();
    }

    @Override
    public void unroutable(Tick now, Packet packet) {
      enqueue(now, index, Optional.of(new Arrival.Unroutable(packet)));
    }
  }

  /**
   * The one queued piece of work that a machine's timers wait for. When a deadline moves forward
   * the work queued for the later one is stale, and passed over when its turn comes.
   */
  private static final class Alarm {
    private Tick at = Tick.NEVER;
    private long sequence;

    boolean isStale(Work work) {
      return work.sequence() != sequence || at.equals(Tick.NEVER);
    }

    void clear() {
      at = Tick.NEVER;
    }
  }

  /** A router that sends: a reply that finds no route is lost. */
  private record RouterSender(String site) implements Network.Sender {
    @Override
    public void unroutable(Tick now, Packet packet) {}
  }

  /** The backbone goes first among the nodes of a tick: routing changes before packets meet it. */
  private static final int BACKBONE = -1;

  private final Assembled assembled;
  private final Optional<Routing> elsewhere;
  private final Network network;
  private final Consumer<Observation> listener;
  private final List<Actor> actors = new ArrayList<>();
  private final Map<String, Map<IpAddress, Integer>> bySite = new HashMap<>();
  private final Map<String, Integer> byName = new HashMap<>();
  private final Pump<Backbone.Input, Backbone.Effect> backbone;
  private final PriorityQueue<Work> queue = new PriorityQueue<>();
  private final Alarm backboneAlarm = new Alarm();
  private long sequence;
  private Runnable onForwardingChanged = () -> {};
  private Consumer<Backbone.Effect.ToGuest> guestHost = effect -> {};

  /** An event and the tick of its observation. */
  public record Observation(Tick at, Event event) {}

  /** Puts all of a lab's machines on stage. Nothing moves before {@link #start}. */
  public Stage(Assembled assembled, NetworkOn network, Consumer<Observation> listener) {
    this(assembled, assembled.nodes(), Optional.empty(), network, listener);
  }

  /**
   * Puts some of a lab's nodes on stage.
   *
   * @param cast those that play here
   * @param elsewhere word from the routers where they don't play here
   */
  public Stage(
      Assembled assembled,
      List<PlacedNode> cast,
      Optional<Routing> elsewhere,
      NetworkOn network,
      Consumer<Observation> listener) {
    this.assembled = assembled;
    this.elsewhere = elsewhere;
    this.listener = listener;
    this.backbone = new Pump<>(assembled.backbone(), this::backboneEffect);
    for (PlacedNode placed : cast) {
      Actor actor = new Actor(actors.size(), placed);
      actors.add(actor);
      byName.put(placed.name(), actor.index);
      Map<IpAddress, Integer> here = bySite.computeIfAbsent(placed.site(), site -> new HashMap<>());
      placed.addresses().forEach(address -> here.putIfAbsent(address, actor.index));
    }
    this.network = network.on(this);
  }

  /** Makes the network for a stage: the two know each other. */
  @FunctionalInterface
  public interface NetworkOn {
    /** The network of this stage. */
    Network on(Stage stage);
  }

  /** Runs this after every routing change, for hosts that publish forwarding to other threads. */
  public void onForwardingChanged(Runnable action) {
    this.onForwardingChanged = action;
  }

  /** What routers want of their BGP guests' transports is for this host; see {@link #guest}. */
  public void hostGuests(Consumer<Backbone.Effect.ToGuest> host) {
    this.guestHost = host;
  }

  /** A BGP speaker that is none of the lab's does something. */
  public void guest(Tick now, Backbone.Input.FromGuest input) {
    feedBackbone(now, input);
  }

  /**
   * Starts the backbone and the announcers, then, once routes have had time to spread, everybody
   * else: the world is one that has long been running.
   */
  public void start(Tick now) {
    if (elsewhere.isEmpty()) {
      feedBackbone(now, new Backbone.Input.Start());
    }
    for (Actor actor : actors) {
      boolean isFirst = actor.placed.role() == PlacedNode.Role.ANNOUNCER;
      enqueue(
          isFirst ? now : now.plus(assembled.settling()),
          actor.index,
          Optional.of(new Arrival.Started()));
    }
  }

  /** The network's forwarding state now, for this thread. */
  public Forwarding forwarding() {
    return elsewhere.isPresent() ? elsewhere.get().forwarding() : assembled.backbone().forwarding();
  }

  /** Whether a node with this address stands at this site on this stage. */
  public boolean hosts(String site, IpAddress address) {
    return bySite.getOrDefault(site, Map.of()).containsKey(address);
  }

  /** A packet arrives at a site at this tick; with no such address there, it is lost. */
  public void deliver(Tick at, String site, Packet packet) {
    Integer node = bySite.getOrDefault(site, Map.of()).get(packet.to().address());
    if (node != null) {
      enqueue(at, node, Optional.of(new Arrival.Received(packet)));
    } else if (routes(packet.to().address())) {
      enqueue(at, BACKBONE, Optional.of(new Arrival.Received(packet)));
    }
  }

  /** Tells the node with this name what to do, now. */
  public void instruct(Tick now, String node, Instruction instruction) {
    enqueue(now, index(node), Optional.of(new Arrival.Instructed(instruction)));
  }

  /**
   * Has the node with this name handle an arrival at once, ahead of what is due: for hosts that
   * look at the node before and after.
   */
  public void hand(Tick now, String node, Arrival arrival) {
    Actor actor = actors.get(index(node));
    try {
      actor.pump.feed(now, arrival);
    } finally {
      arm(actor.alarm, actor.pump.deadline(), actor.index);
    }
  }

  /** Whether a router on this stage has this address. */
  public boolean routes(IpAddress address) {
    return elsewhere.isEmpty() && assembled.router(address).isPresent();
  }

  /** A node of some other stage announces a prefix at a site, for so long or for good. */
  public void originate(
      Tick now, String site, Prefix prefix, int preference, Optional<Duration> lease) {
    if (elsewhere.isPresent()) {
      elsewhere.get().originate(site, prefix, preference, lease);
    } else {
      feedBackbone(now, new Backbone.Input.Originate(site, prefix, preference, lease));
    }
  }

  /** A node of some other stage no longer announces a prefix at a site. */
  public void retract(Tick now, String site, Prefix prefix) {
    if (elsewhere.isPresent()) {
      elsewhere.get().retract(site, prefix);
    } else {
      feedBackbone(now, new Backbone.Input.Retract(site, prefix));
    }
  }

  /** Something was observed on another stage: nodes of this one may overhear it. */
  public void overhear(Tick now, Event event) {
    for (Assembled.Tap tap : assembled.taps()) {
      Integer node = byName.get(tap.node());
      if (node != null) {
        tap.arrival(event).ifPresent(arrival -> enqueue(now, node, Optional.of(arrival)));
      }
    }
  }

  private int index(String node) {
    Integer index = byName.get(node);
    if (index == null) {
      throw new IllegalArgumentException("no node is named " + node);
    }
    return index;
  }

  /** When there is work next, or {@link Tick#NEVER}. */
  public Tick deadline() {
    Work next = queue.peek();
    return next == null ? Tick.NEVER : next.at();
  }

  /** Does the work that is due at or before {@code now}, in order, each piece at its own tick. */
  public void runDue(Tick now) {
    while (!deadline().isAfter(now)) {
      step();
    }
  }

  /**
   * Does the next piece of work as if it were due at {@code now}: for hosts whose clock has moved
   * on meanwhile. Should the machine fail, its timers are armed all the same.
   */
  public void stepAt(Tick now) {
    perform(queue.remove(), now);
  }

  /** Does the next piece of work, whose tick it returns. */
  public Tick step() {
    Work work = queue.remove();
    perform(work, work.at());
    return work.at();
  }

  private void perform(Work work, Tick now) {
    if (work.node() == BACKBONE) {
      performAtBackbone(work, now);
      return;
    }
    Actor actor = actors.get(work.node());
    try {
      if (work.arrival().isPresent()) {
        actor.pump.feed(now, work.arrival().get());
      } else {
        if (actor.alarm.isStale(work)) {
          return;
        }
        actor.alarm.clear();
        actor.pump.fire(now);
      }
    } finally {
      arm(actor.alarm, actor.pump.deadline(), actor.index);
    }
  }

  private void performAtBackbone(Work work, Tick now) {
    if (work.arrival().isPresent()
        && work.arrival().get() instanceof Arrival.Received(Packet packet)) {
      assembled
          .router(packet.to().address())
          .ifPresent(router -> feedBackbone(now, new Backbone.Input.Deliver(router, packet)));
    } else if (!backboneAlarm.isStale(work)) {
      backboneAlarm.clear();
      try {
        backbone.fire(now);
      } finally {
        armBackbone();
      }
    }
  }

  private void depart(Tick now, Actor actor, Departure departure) {
    switch (departure) {
      case Departure.Send(Packet packet) -> network.send(now, actor, packet);
      case Departure.Converse(Packet packet) -> network.converse(now, actor, packet);
      case Departure.HangUp(var local, var remote) -> network.hangUp(local, remote);
      case Departure.Announce(var prefix, int preference, var lease) ->
          originate(now, actor.site(), prefix, preference, lease);
      case Departure.Withdraw(var prefix) -> retract(now, actor.site(), prefix);
      case Departure.Console(String router, Instruction instruction) -> {
        if (instruction instanceof RouterChange change) {
          feedBackbone(now, new Backbone.Input.Console(router, change));
        }
      }
      case Departure.Observed(Event event) -> observe(now, event);
    }
  }

  private void feedBackbone(Tick now, Backbone.Input input) {
    try {
      backbone.feed(now, input);
    } finally {
      armBackbone();
    }
  }

  private void backboneEffect(Tick now, Backbone.Effect effect) {
    switch (effect) {
      case Backbone.Effect.Send(String fromSite, Packet packet) ->
          network.send(now, new RouterSender(fromSite), packet);
      case Backbone.Effect.Observed(Event event) -> observe(now, event);
      case Backbone.Effect.ToGuest guest -> guestHost.accept(guest);
      case Backbone.Effect.ForwardingChanged() -> onForwardingChanged.run();
    }
  }

  private void observe(Tick now, Event event) {
    listener.accept(new Observation(now, event));
    overhear(now, event);
  }

  private void armBackbone() {
    arm(backboneAlarm, backbone.deadline(), BACKBONE);
  }

  private void arm(Alarm alarm, Tick deadline, int node) {
    if (deadline.isBefore(alarm.at)) {
      alarm.at = deadline;
      alarm.sequence = sequence;
      enqueue(deadline, node, Optional.empty());
    }
  }

  private void enqueue(Tick at, int node, Optional<Arrival> arrival) {
    queue.add(new Work(at, node, sequence++, arrival));
  }
}
