package io.outagelab.backbone;

import io.outagelab.backbone.EventQueue.Happening;
import io.outagelab.backbone.bgp.BgpEvent;
import io.outagelab.backbone.bgp.BgpSpeaker;
import io.outagelab.backbone.bgp.Route;
import io.outagelab.core.Event;
import io.outagelab.core.Machine;
import io.outagelab.core.Tick;
import io.outagelab.core.config.RouterChange;
import io.outagelab.core.net.Forwarding;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Prefix;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * All routers of all autonomous systems and the links between them, as one machine.
 *
 * <h2>What it is made of</h2>
 *
 * <pre>
 *   Deliver, Console ──&gt; agent ──&gt; drain ──&gt; links ──&gt; adjacencies ──&gt; LSPs ──&gt; shortest paths
 *                                                                                  │        │
 *   Originate, Retract ──&gt; speaker ──&gt; UPDATEs over transports &lt;── a path or none ─┘        │
 *                             │                                                           │
 *                             └──&gt; Loc-RIB ──&gt; Forwarding  &lt;───────────────────────────────┘
 * </pre>
 *
 * <p>Each router is a {@link Router}; what they send each other is really encoded and travels
 * through a queue with the latency of the link or path it takes. Nothing here decides that a
 * session falls or a route goes: a link out of use takes an adjacency away, and the rest follows
 * from the routers' own tables.
 *
 * <h2>Time</h2>
 *
 * <p>Whatever is queued happens at its own tick, however late the machine is asked, so that a host
 * that was held up sees the same course of things. Within one call every consequence without delay
 * is worked off in the order in which it arose.
 *
 * <h2>Forwarding</h2>
 *
 * <p>{@link #forwarding} walks the live tables and is for the simulator; {@link #snapshot} is an
 * immutable table for hosts with threads. The version grows whenever a Loc-RIB, a router's shortest
 * paths, a link or an origination changes; {@link Effect.ForwardingChanged} says so once per call,
 * before all other effects of the call: what they send goes the new ways.
 */
public final class Backbone implements Machine<Backbone.Input, Backbone.Effect> {
  /** What can happen to the backbone. */
  public sealed interface Input {
    /** The lab starts: links come into use, sessions are set up. */
    record Start() implements Input {}

    /** A packet for the loopback of a router has arrived at its site. */
    record Deliver(String router, Packet packet) implements Input {}

    /**
     * A node of the site wants the prefix originated.
     *
     * @param preference its LOCAL_PREF
     * @param lease after how long the router stops by itself, unless it is asked again; for good if
     *     empty
     */
    record Originate(String site, Prefix prefix, int preference, Optional<Duration> lease)
        implements Input {}

    /** A node of the site no longer wants the prefix originated. */
    record Retract(String site, Prefix prefix) implements Input {}

    /** Somebody stands in front of a router and changes it. */
    record Console(String router, RouterChange change) implements Input {}

    /** A link breaks. */
    record FailLink(String link) implements Input {}

    /** A broken link is mended. */
    record RepairLink(String link) implements Input {}

    /** A BGP speaker that is none of the backbone's does something; by the name it came with. */
    sealed interface FromGuest extends Input {}

    /** A guest has connected from this IPv4 address to the router of a site. */
    record GuestCame(String name, IpAddress address, String site) implements FromGuest {}

    /** Octets of a guest's stream, cut anywhere; never changed after they were made. */
    record GuestSaid(String name, byte[] octets) implements FromGuest {}

    /** A guest's transport is gone; nothing if it was closed on its router's wish. */
    record GuestLeft(String name) implements FromGuest {}
  }

  /** What the backbone wants done. */
  public sealed interface Effect {
    /** Send a router's reply into the in-band network, from its site. */
    record Send(String fromSite, Packet packet) implements Effect {}

    /** Record this event. */
    record Observed(Event event) implements Effect {}

    /** Tell the host of a guest's transport something. */
    sealed interface ToGuest extends Effect {
      /** The name that the guest came with. */
      String name();
    }

    /** Send these octets to a guest. */
    record TellGuest(String name, byte[] octets) implements ToGuest {}

    /** Close a guest's transport, after what was sent before. */
    record DismissGuest(String name) implements ToGuest {}

    /** Packets may take other ways than before: ask for the forwarding again. */
    record ForwardingChanged() implements Effect {}
  }

  /** Something that a router is to be told within this tick. */
  private record Feed(int router, Router.Input input) {}

  private final Topology topology;
  private final Links links;
  private final Origins origins;
  private final Leases leases;
  private final Router[] routers;
  private final long[] wakeAt;
  private final EventQueue queue = new EventQueue();
  private final ArrayDeque<Feed> work = new ArrayDeque<>();
  private final Transports transports;
  private final Guests guests;
  private final Observer observer;
  private final ForwardingWalk walk;
  private List<Effect> effects = new ArrayList<>();
  private long version = 1;
  private WalkedForwarding walked;

  /** The backbone before its start. */
  public Backbone(BackboneConfig config) {
    topology = new Topology(config);
    links = new Links(topology);
    origins = new Origins(topology);
    leases = new Leases(queue);
    routers = new Router[topology.routerCount()];
    wakeAt = new long[routers.length];
    for (int i = 0; i < routers.length; i++) {
      routers[i] = new Router(i, topology);
    }
    Arrays.fill(wakeAt, Tick.NEVER.nanos());
    transports = new Transports(topology, links, routers, queue, this::feed);
    guests = new Guests(topology, this::feed);
    observer = new Observer(topology);
    walk = new ForwardingWalk(topology, links, routers, origins);
    walked = new WalkedForwarding(walk, version, () -> version);
  }

  @Override
  public List<Effect> handle(Tick now, Input input) {
    long before = version;
    runUntil(now);
    switch (input) {
      case Input.Start() -> start(now);
      case Input.Deliver(String router, Packet packet) ->
          feed(topology.router(router), new Router.Input.PacketReceived(packet));
      case Input.Originate(String site, Prefix prefix, int preference, var lease) -> {
        leases.grant(now, topology.routerOf(site), prefix, lease);
        originate(topology.routerOf(site), prefix, preference);
      }
      case Input.Retract(String site, Prefix prefix) -> retract(topology.routerOf(site), prefix);
      case Input.Console(String router, RouterChange change) ->
          feed(topology.router(router), new Router.Input.Console(change));
      case Input.FailLink(String link) -> linksChanged(now, links.fail(topology.link(link), true));
      case Input.RepairLink(String link) ->
          linksChanged(now, links.fail(topology.link(link), false));
      case Input.FromGuest guest -> guests.handle(guest);
    }
    settle(now);
    runUntil(now);
    return takeEffects(before);
  }

  @Override
  public List<Effect> expire(Tick now) {
    long before = version;
    runUntil(now);
    return takeEffects(before);
  }

  @Override
  public Tick deadline() {
    return queue.next();
  }

  private List<Effect> takeEffects(long versionBefore) {
    if (version != versionBefore) {
      effects.addFirst(new Effect.ForwardingChanged());
    }
    List<Effect> taken = effects;
    effects = new ArrayList<>();
    return taken;
  }

  private void runUntil(Tick now) {
    for (Tick next = queue.next(); !next.isAfter(now); next = queue.next()) {
      happen(next, queue.poll());
      settle(next);
    }
  }

  private void happen(Tick now, Happening happening) {
    switch (happening) {
      case Happening.Wake(int router) -> wake(now, router);
      case Happening.LspArrives(int router, int link, int epoch, byte[] lsp) -> {
        if (links.isUp(link) && links.epoch(link) == epoch) {
          feed(router, new Router.Input.LspReceived(link, lsp));
        }
      }
      case Happening.Handshake(int session) -> transports.handshake(now, session);
      case Happening.OctetsArrive octets -> transports.octetsArrive(octets);
      case Happening.CloseArrives close -> transports.closeArrives(close);
      case Happening.LeaseEnds lease -> {
        if (leases.hasRunOut(lease)) {
          observe(observer.lapsed(lease.prefix(), lease.router()));
          retract(lease.router(), lease.prefix());
        }
      }
    }
  }

  private void wake(Tick now, int router) {
    if (wakeAt[router] != now.nanos()) {
      return;
    }
    wakeAt[router] = Tick.NEVER.nanos();
    if (!routers[router].deadline().isAfter(now)) {
      carryOut(now, router, routers[router].expire(now));
    }
    scheduleWake(router);
  }

  private void feed(int router, Router.Input input) {
    work.add(new Feed(router, input));
  }

  private void settle(Tick now) {
    for (Feed next = work.poll(); next != null; next = work.poll()) {
      carryOut(now, next.router(), routers[next.router()].handle(now, next.input()));
      scheduleWake(next.router());
    }
  }

  /**
   * A deadline that moved away leaves its wake-up in the queue: it finds nothing and asks again.
   */
  private void scheduleWake(int router) {
    long deadline = routers[router].deadline().nanos();
    if (deadline < wakeAt[router]) {
      wakeAt[router] = deadline;
      queue.add(deadline, new Happening.Wake(router));
    }
  }

  private void start(Tick now) {
    for (int link = 0; link < topology.linkCount(); link++) {
      if (links.isUp(link)) {
        feed(topology.a(link), new Router.Input.LinkUp(link));
        feed(topology.b(link), new Router.Input.LinkUp(link));
      }
    }
    settle(now);
    for (int router = 0; router < routers.length; router++) {
      if (topology.router(router).drained()) {
        linksChanged(now, links.drain(router, true));
      }
      feed(router, new Router.Input.Start());
      for (Prefix prefix : origins.configured(router).keySet()) {
        feedOrigin(router, prefix);
        observe(observer.originated(prefix, router));
      }
    }
    version++;
  }

  private void originate(int router, Prefix prefix, int preference) {
    Optional<Origins.Origin> before = origins.at(router, prefix);
    origins.request(router, prefix, preference);
    originChanged(router, prefix, before);
  }

  private void retract(int router, Prefix prefix) {
    Optional<Origins.Origin> before = origins.at(router, prefix);
    leases.end(router, prefix);
    origins.retract(router, prefix);
    originChanged(router, prefix, before);
  }

  private void originChanged(int router, Prefix prefix, Optional<Origins.Origin> before) {
    Optional<Origins.Origin> after = origins.at(router, prefix);
    if (after.equals(before)) {
      return;
    }
    version++;
    feedOrigin(router, prefix);
    if (before.isEmpty()) {
      observe(observer.originated(prefix, router));
    } else if (after.isEmpty()) {
      observe(observer.retracted(prefix, router));
    }
  }

  private void feedOrigin(int router, Prefix prefix) {
    BgpSpeaker.Input input =
        origins
            .at(router, prefix)
            .<BgpSpeaker.Input>map(
                o -> new BgpSpeaker.Input.Originate(prefix, o.preference(), o.internal()))
            .orElseGet(() -> new BgpSpeaker.Input.WithdrawOrigin(prefix));
    feed(router, new Router.Input.Bgp(input));
  }

  private void linksChanged(Tick now, List<Integer> changed) {
    for (int link : changed) {
      version++;
      links.events(link).forEach(this::observe);
      Router.Input input =
          links.isUp(link) ? new Router.Input.LinkUp(link) : new Router.Input.LinkDown(link);
      feed(topology.a(link), input);
      feed(topology.b(link), input);
      if (!topology.link(link).isInterior()) {
        transports.peeringChanged(now, link);
      }
    }
  }

  private void carryOut(Tick now, int router, List<Router.Effect> wanted) {
    for (Router.Effect effect : wanted) {
      switch (effect) {
        case Router.Effect.Flood(int link, byte[] lsp) -> flood(now, router, link, lsp);
        case Router.Effect.PathsChanged() -> {
          version++;
          transports.pathsChanged(now, router);
          observer.pathsChanged(router, routers[router].routes()).ifPresent(this::observe);
        }
        case Router.Effect.Bgp(BgpSpeaker.Effect bgp) -> carryOut(now, router, bgp);
        case Router.Effect.Drain(boolean drained) ->
            linksChanged(now, links.drain(router, drained));
        case Router.Effect.Reply(Packet packet) ->
            effects.add(new Effect.Send(topology.router(router).site(), packet));
        case Router.Effect.Observed(Event event) -> observe(event);
      }
    }
  }

  private void carryOut(Tick now, int router, BgpSpeaker.Effect effect) {
    switch (effect) {
      case BgpSpeaker.Effect.Connect(String peer) -> transports.connect(now, router, peer);
      case BgpSpeaker.Effect.Disconnect(String peer) -> {
        if (guests.isHere(peer)) {
          effects.add(new Effect.DismissGuest(peer));
          guests.left(peer);
        } else {
          transports.disconnect(now, router, peer);
        }
      }
      case BgpSpeaker.Effect.Send(String peer, byte[] octets) -> {
        if (guests.isHere(peer)) {
          effects.add(new Effect.TellGuest(peer, octets));
        } else {
          transports.send(now, router, peer, octets);
        }
      }
      case BgpSpeaker.Effect.BestChanged(
              Prefix prefix,
              Optional<Route> before,
              Optional<Route> after) -> {
        version++;
        observer.bestChanged(router, prefix, before, after).ifPresent(this::observe);
      }
      case BgpSpeaker.Effect.Observed(Event event) -> {
        if (event instanceof BgpEvent session && topology.isRouter(session.b())) {
          observer.session(session).ifPresent(this::observe);
        } else {
          observe(event);
        }
      }
    }
  }

  private void flood(Tick now, int router, int link, byte[] lsp) {
    if (links.isUp(link)) {
      long at = now.nanos() + topology.link(link).latency().toNanos();
      int to = topology.other(link, router);
      queue.add(at, new Happening.LspArrives(to, link, links.epoch(link), lsp));
    }
  }

  private void observe(Event event) {
    effects.add(new Effect.Observed(event));
  }

  /** Forwarding as it is now: valid until the next version, on the thread of this machine. */
  public Forwarding forwarding() {
    if (walked.version() != version) {
      walked = new WalkedForwarding(walk, version, () -> version);
    }
    return walked;
  }

  /** Forwarding as it is now, as an immutable table that any thread may ask. */
  public ForwardingTable snapshot() {
    TreeSet<Prefix> prefixes = new TreeSet<>();
    for (int i = 0; i < routers.length; i++) {
      prefixes.add(Prefix.host(topology.router(i).loopback()));
      routers[i].speaker().ifPresent(s -> prefixes.addAll(s.locRib().table().entries().keySet()));
    }
    return new ForwardingTable(version, topology.sites(), prefixes, walk);
  }

  /** Grows with each change of what {@link #forwarding} says. */
  public long version() {
    return version;
  }

  /** The router with this loopback. */
  public Optional<String> routerAt(IpAddress loopback) {
    OptionalInt router = topology.routerAt(loopback);
    return router.isPresent()
        ? Optional.of(topology.router(router.getAsInt()).name())
        : Optional.empty();
  }

  /** The best routes of a site's router, by prefix. */
  public List<SiteRoute> routes(String site) {
    return speakerOf(site).locRib().table().entries().values().stream().map(SiteRoute::of).toList();
  }

  /** The best route of a site's router to exactly this prefix. */
  public Optional<SiteRoute> route(String site, Prefix prefix) {
    return speakerOf(site).best(prefix).map(SiteRoute::of);
  }

  /** The best route of a site's router to this address: that to the longest prefix around it. */
  public Optional<SiteRoute> route(String site, IpAddress destination) {
    return speakerOf(site)
        .locRib()
        .table()
        .lookup(destination)
        .map(match -> SiteRoute.of(match.value()));
  }

  private BgpSpeaker speakerOf(String site) {
    return routers[topology.routerOf(site)]
        .speaker()
        .orElseThrow(() -> new IllegalStateException("site " + site + " has no speaker"));
  }

  /** Which sites originate each prefix. */
  public SortedMap<Prefix, List<String>> originations() {
    return origins.bySite();
  }

  /** The planes, by number. */
  public List<PlaneStatus> planes() {
    return links.planes();
  }

  /** The sites that have no path to any other site of their autonomous system. */
  public List<String> isolatedSites() {
    return observer.isolatedSites();
  }

  /** How many BGP sessions are established at both ends. */
  public int sessionsUp() {
    return observer.sessionsUp();
  }

  /** Whether the router takes its long-haul links out of use. */
  public boolean isDrained(String router) {
    return links.isDrained(topology.router(router));
  }
}
