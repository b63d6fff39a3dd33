package io.outagelab.backbone.bgp;

import io.outagelab.backbone.bgp.Message.Update;
import io.outagelab.core.Event;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.Machine;
import io.outagelab.core.Tick;
import io.outagelab.core.Timers;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One router's BGP-4 speaker (RFC 4271).
 *
 * <pre>
 *      octets           octets           octets
 *        | Received       |                | Received
 *        v                v                v
 *   +---------+      +---------+      +---------+    one state machine per peer,
 *   | Session |      | Session |      | Session |    framing and codec included
 *   +---------+      +---------+      +---------+
 *        | UPDATE         |                |
 *        v                v                v
 *   +----------+     +----------+     +----------+
 *   | AdjRibIn |     | AdjRibIn |     | AdjRibIn |   as received, after RFC 7606
 *   +----------+     +----------+     +----------+
 *         \               |               /
 *          v              v              v
 *         ImportPolicy: loops, leaks, LOCAL_PREF           Originate, WithdrawOrigin
 *                         |                                          |
 *                         v                                          |
 *                  DecisionProcess &lt;---------------------------------+
 *                         |        &lt;--- NextHops: IGP metrics
 *                         v
 *                      LocRib ---&gt; BestChanged
 *                         |
 *         ExportPolicy: no valleys, next hop self, AS_PATH
 *          /              |              \
 *         v               v               v
 *   +-----------+   +-----------+   +-----------+    packed by attributes; announcements
 *   | AdjRibOut |   | AdjRibOut |   | AdjRibOut |    wait for the advertisement interval
 *   +-----------+   +-----------+   +-----------+
 *         | Send          |               |
 *         v               v               v
 *       octets          octets          octets
 * </pre>
 *
 * <h2>Transport</h2>
 *
 * <p>The host carries octets. It answers {@link Effect.Connect}, which only active sides send, with
 * {@link Input.Connected} on both speakers, or with {@link Input.Disconnected} on the active one.
 * Whoever closes says {@link Effect.Disconnect}; the host tells the <em>other</em> side.
 *
 * <h2>Start</h2>
 *
 * <p>All sessions start with {@link Input.Start}, or by themselves when the speaker first looks at
 * the clock: until then its deadline is {@link Tick#ZERO}.
 *
 * <h2>Choices</h2>
 *
 * <ul>
 *   <li>4-octet AS numbers are required of a peer (RFC 6793); one without is refused with
 *       Unsupported Capability (RFC 5492 §5).
 *   <li>How far a route may go is carried by the Only-To-Customer attribute (RFC 9234), over iBGP
 *       too, so that no router needs to know where another learned it.
 *   <li>IPv6 routes travel over IPv4 sessions (RFC 4760); the next hop is the configured one or the
 *       IPv4-mapped address of this end.
 *   <li>Advertisement intervals carry no jitter (RFC 4271 §10), for the sake of replay. Withdrawals
 *       do not wait for them; see {@link AdjRibOut}.
 *   <li>A peer may announce at most {@value #MAX_PREFIXES} prefixes; then it is sent a Cease (RFC
 *       4486), so that no peer can grow memory without bound.
 * </ul>
 */
public final class BgpSpeaker implements Machine<BgpSpeaker.Input, BgpSpeaker.Effect> {
  /** How many prefixes one peer may announce. */
  static final int MAX_PREFIXES = 100_000;

  /** What can happen to a speaker. */
  public sealed interface Input {
    /** Start all sessions; nothing if they are started. */
    record Start() implements Input {}

    /** The transport to a peer came up. */
    record Connected(String peer) implements Input {}

    /** The transport to a peer went away or did not come up. */
    record Disconnected(String peer, DisconnectReason reason) implements Input {}

    /** Octets of a peer's stream, cut anywhere; never changed after they were made. */
    record Received(String peer, byte[] octets) implements Input {}

    /**
     * A peer that was not configured has connected: one more session, which this speaker does not
     * set up again by itself. A speaker that is not started sends it away.
     */
    record Joined(PeerConfig peer) implements Input {}

    /** The transport to a peer that {@link Joined} is gone, and the peer with it. */
    record Left(String peer) implements Input {}

    /**
     * Originate a prefix, in place of an origination already there.
     *
     * @param prefix what to announce
     * @param localPreference its LOCAL_PREF within the AS
     * @param internalOnly whether it stays inside the AS: tagged NO_EXPORT
     */
    record Originate(Prefix prefix, int localPreference, boolean internalOnly) implements Input {}

    /** Stop originating a prefix. */
    record WithdrawOrigin(Prefix prefix) implements Input {}

    /**
     * What the interior routing reaches.
     *
     * @param metrics the IGP metric to each reachable next hop inside the AS; others that internal
     *     peers name are unreachable
     */
    record NextHops(SortedMap<IpAddress, Integer> metrics) implements Input {
      /** Keeps its own copy. */
      public NextHops {
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
      }
    }
  }

  /** What a speaker wants done. */
  public sealed interface Effect {
    /** Set up a transport to the peer. */
    record Connect(String peer) implements Effect {}

    /** Close the transport to the peer, after what was sent before. */
    record Disconnect(String peer) implements Effect {}

    /** Send these octets, one whole message, to the peer. */
    record Send(String peer, byte[] octets) implements Effect {}

    /** The Loc-RIB has another best route to the prefix, or none, or its first. */
    record BestChanged(Prefix prefix, Optional<Route> before, Optional<Route> now)
        implements Effect {}

    /** Record this event. */
    record Observed(Event event) implements Effect {}
  }

  private final SpeakerConfig config;
  private final Timers<SessionTimer> timers = new Timers<>();
  private final Map<String, Session> sessions = new LinkedHashMap<>();
  private final Ribs ribs;
  private List<Effect> effects = new ArrayList<>();
  private boolean isStarted;

  /** A speaker with these peers, in the order in which they are told things. */
  public BgpSpeaker(SpeakerConfig config, List<PeerConfig> peers) {
    this.config = config;
    this.ribs = new Ribs(config, this::emit);
    peers.forEach(this::add);
  }

  private Session add(PeerConfig peer) {
    check(peer);
    ribs.add(peer);
    Session session = new Session(config, peer, timers, this::emit, new ToRibs());
    sessions.put(peer.name(), session);
    return session;
  }

  private void check(PeerConfig peer) {
    if (sessions.containsKey(peer.name())) {
      throw new LabConfigurationException(
          "router %s: peer %s is there twice".formatted(config.name(), peer.name()));
    }
    if ((peer.as() == config.as()) == peer.relation().isExternal()) {
      throw new LabConfigurationException(
          "router %s of AS %d: peer %s of AS %d cannot be %s: internal are those of the same AS"
              .formatted(config.name(), config.as(), peer.name(), peer.as(), peer.relation()));
    }
  }

  @Override
  public List<Effect> handle(Tick now, Input input) {
    switch (input) {
      case Input.Start ignored -> start(now);
      case Input.Connected connected ->
          session(connected.peer()).handle(now, new SessionEvent.TransportUp());
      case Input.Disconnected gone ->
          session(gone.peer()).handle(now, new SessionEvent.TransportDown(gone.reason()));
      case Input.Joined(PeerConfig peer) -> join(now, add(peer));
      case Input.Left(String peer) -> leave(now, session(peer));
      case Input.Received received -> session(received.peer()).received(now, received.octets());
      case Input.Originate origin ->
          ribs.originate(origin.prefix(), origin.localPreference(), origin.internalOnly());
      case Input.WithdrawOrigin origin -> ribs.withdrawOrigin(origin.prefix());
      case Input.NextHops hops -> ribs.nextHops(hops.metrics());
    }
    return drain(now);
  }

  @Override
  public List<Effect> expire(Tick now) {
    start(now);
    for (SessionTimer timer : timers.due(now)) {
      Session session = session(timer.peer());
      switch (timer.kind()) {
        case CONNECT_RETRY -> session.handle(now, new SessionEvent.RetryExpired());
        case HOLD -> session.handle(now, new SessionEvent.HoldExpired());
        case KEEPALIVE -> session.handle(now, new SessionEvent.KeepaliveExpired());
        case ADVERTISEMENT -> {} // Draining sends what has waited for it.
      }
    }
    return drain(now);
  }

  @Override
  public Tick deadline() {
    return isStarted ? timers.deadline() : Tick.ZERO;
  }

  private void start(Tick now) {
    if (!isStarted) {
      isStarted = true;
      sessions.values().forEach(session -> session.handle(now, new SessionEvent.Started()));
    }
  }

  private void join(Tick now, Session session) {
    if (isStarted) {
      session.handle(now, new SessionEvent.Started());
    }
    session.handle(now, new SessionEvent.TransportUp());
  }

  private void leave(Tick now, Session session) {
    session.handle(now, new SessionEvent.TransportDown(DisconnectReason.REMOTE_CLOSED));
    String peer = session.peer().name();
    for (SessionTimer.Kind kind : SessionTimer.Kind.values()) {
      timers.cancel(new SessionTimer(peer, kind));
    }
    sessions.remove(peer);
    ribs.remove(peer);
  }

  /** Feeds what a session brings to the routing tables. */
  private final class ToRibs implements Session.Listener {
    @Override
    public void established(Tick now, Session session) {
      ribs.open(session.peer().name(), session.negotiated());
    }

    @Override
    public void updated(Tick now, Session session, Update update) {
      if (session.peer().relation() == Relation.COLLECTOR) {
        return;
      }
      String peer = session.peer().name();
      ribs.update(peer, update);
      if (ribs.adjRibIn(peer).size() > MAX_PREFIXES) {
        session.end(now, NotificationCode.MAXIMUM_PREFIXES_REACHED.with());
      }
    }

    @Override
    public void lost(Session session) {
      String peer = session.peer().name();
      timers.cancel(new SessionTimer(peer, SessionTimer.Kind.ADVERTISEMENT));
      ribs.close(peer);
    }
  }

  /**
   * Sends what the Adj-RIBs-Out have to say; once for each input, so that changes share UPDATEs.
   */
  private List<Effect> drain(Tick now) {
    for (Session session : sessions.values()) {
      advertise(now, session.peer());
    }
    List<Effect> drained = effects;
    effects = new ArrayList<>();
    return drained;
  }

  private void advertise(Tick now, PeerConfig peer) {
    AdjRibOut out = ribs.adjRibOut(peer.name());
    if (!out.hasNews()) {
      return;
    }
    SessionTimer interval = new SessionTimer(peer.name(), SessionTimer.Kind.ADVERTISEMENT);
    out.withdrawals().forEach(octets -> emit(new Effect.Send(peer.name(), octets)));
    if (out.isWaiting() && !timers.isSet(interval)) {
      out.announcements().forEach(octets -> emit(new Effect.Send(peer.name(), octets)));
      Duration wait =
          peer.relation().isExternal()
              ? config.ebgpAdvertisementInterval()
              : config.ibgpAdvertisementInterval();
      timers.set(interval, wait.isZero() ? Tick.NEVER : now.plus(wait));
    }
  }

  private void emit(Effect effect) {
    effects.add(effect);
  }

  private Session session(String peer) {
    Session session = sessions.get(peer);
    if (session == null) {
      throw new IllegalStateException(config.name() + " has no peer " + peer);
    }
    return session;
  }

  /** The router's name. */
  public String name() {
    return config.name();
  }

  /** The best route to exactly this prefix. */
  public Optional<Route> best(Prefix prefix) {
    return ribs.locRib().best(prefix);
  }

  /** The best routes; a live view. */
  public LocRib locRib() {
    return ribs.locRib();
  }

  /** The state of the session with a peer. */
  public SessionState state(String peer) {
    return session(peer).state();
  }

  /** The names of the peers, in the order of the configuration. */
  public List<String> peers() {
    return List.copyOf(sessions.keySet());
  }

  /** The prefixes that a peer has announced and not withdrawn, before policy, in their order. */
  public List<Prefix> received(String peer) {
    return ribs.adjRibIn(peer).prefixes();
  }

  /** What a peer was last told of a prefix; empty if nothing or that there is no route. */
  public Optional<PathAttributes> advertised(String peer, Prefix prefix) {
    return ribs.adjRibOut(peer).sent(prefix);
  }

  @Override
  public String toString() {
    return "BGP speaker " + config.name();
  }
}
