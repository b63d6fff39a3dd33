package io.outagelab.backbone;

import io.outagelab.backbone.EventQueue.Happening;
import io.outagelab.backbone.bgp.BgpSpeaker;
import io.outagelab.backbone.bgp.DisconnectReason;
import io.outagelab.core.Tick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The transports that BGP sessions run over: reliable and in order, like TCP.
 *
 * <p>An eBGP transport exists while its link is in use, an iBGP one while each end has a path to
 * the other. Who loses its path closes its own end at once; the other end notices by its own
 * shortest paths, or is told when there is a path again. A connection that is asked for while there
 * is no path is set up when there is one.
 */
final class Transports {
  /** How long a set-up that found no path waits: TCP's first retransmission (RFC 6298 §2). */
  private static final long RETRANSMISSION = Duration.ofSeconds(1).toNanos();

  /** One session's transport. Ends: 0 asks for it, 1 waits for it. */
  private static final class Channel {
    private final SessionPlan plan;
    private final boolean[] isOpen = new boolean[2];
    private final long[] lastArrival = new long[2];
    private boolean isWanted;
    private boolean isHandshaking;
    private int epoch;
    private long latency;

    private Channel(SessionPlan plan) {
      this.plan = plan;
    }

    private int router(int end) {
      return end == 0 ? plan.a() : plan.b();
    }

    private int end(int router) {
      return plan.a() == router ? 0 : 1;
    }
  }

  private final Topology topology;
  private final Links links;
  private final Router[] routers;
  private final InteriorPaths paths;
  private final EventQueue queue;
  private final BiConsumer<Integer, Router.Input> feed;
  private final List<Channel> channels = new ArrayList<>();
  private final List<List<Integer>> interiorByRouter = new ArrayList<>();
  private final Map<Integer, Integer> byPeering = new HashMap<>();
  private final List<Map<String, Integer>> byPeer = new ArrayList<>();

  /** None set up; {@code feed} tells a router something within the current tick. */
  Transports(
      Topology topology,
      Links links,
      Router[] routers,
      EventQueue queue,
      BiConsumer<Integer, Router.Input> feed) {
    this.topology = topology;
    this.links = links;
    this.routers = routers;
    this.queue = queue;
    this.feed = feed;
    paths = new InteriorPaths(topology, links, routers);
    for (int i = 0; i < routers.length; i++) {
      interiorByRouter.add(new ArrayList<>());
      byPeer.add(new HashMap<>());
    }
    topology.sessions().forEach(this::add);
  }

  private void add(SessionPlan plan) {
    int number = channels.size();
    channels.add(new Channel(plan));
    byPeer.get(plan.a()).put(topology.router(plan.b()).name(), number);
    byPeer.get(plan.b()).put(topology.router(plan.a()).name(), number);
    if (plan.link().isPresent()) {
      byPeering.put(plan.link().getAsInt(), number);
    } else {
      interiorByRouter.get(plan.a()).add(number);
      interiorByRouter.get(plan.b()).add(number);
    }
  }

  /** A speaker asks for the transport to a peer. */
  void connect(Tick now, int router, String peer) {
    int number = number(byPeer.get(router), peer);
    channels.get(number).isWanted = true;
    tryHandshake(now, number);
  }

  /** A speaker closes the transport to a peer, or no longer wants one. */
  void disconnect(Tick now, int router, String peer) {
    int number = number(byPeer.get(router), peer);
    Channel channel = channels.get(number);
    int end = channel.end(router);
    channel.isWanted &= end != 0;
    if (channel.isOpen[end]) {
      channel.isOpen[end] = false;
      sendClose(now, number, 1 - end);
    }
  }

  /** A speaker sends octets to a peer. */
  void send(Tick now, int router, String peer, byte[] octets) {
    int number = number(byPeer.get(router), peer);
    Channel channel = channels.get(number);
    int end = channel.end(router);
    if (channel.isOpen[end]) {
      long at = arrival(now, channel, 1 - end);
      queue.add(at, new Happening.OctetsArrive(number, channel.epoch, 1 - end, octets));
    }
  }

  /** The set-up of a transport is complete, if there is still a path. */
  void handshake(Tick now, int number) {
    Channel channel = channels.get(number);
    channel.isHandshaking = false;
    if (!channel.isWanted || !hasPath(channel)) {
      return;
    }
    if (!measure(channel)) {
      channel.isHandshaking = true;
      queue.add(now.nanos() + RETRANSMISSION, new Happening.Handshake(number));
      return;
    }
    for (int end = 0; end < 2; end++) {
      close(channel, end, DisconnectReason.REPLACED);
    }
    channel.isWanted = false;
    channel.epoch++;
    for (int end = 0; end < 2; end++) {
      channel.isOpen[end] = true;
      channel.lastArrival[end] = 0;
      feed(channel.router(end), new BgpSpeaker.Input.Connected(peer(channel, end)));
    }
  }

  /** Octets reach one end. */
  void octetsArrive(Happening.OctetsArrive arrival) {
    Channel channel = channels.get(arrival.session());
    int end = arrival.end();
    if (channel.epoch == arrival.epoch() && channel.isOpen[end]) {
      feed(
          channel.router(end), new BgpSpeaker.Input.Received(peer(channel, end), arrival.octets()));
    }
  }

  /** The other end's close reaches one end. */
  void closeArrives(Happening.CloseArrives arrival) {
    Channel channel = channels.get(arrival.session());
    if (channel.epoch == arrival.epoch()) {
      close(channel, arrival.end(), DisconnectReason.REMOTE_CLOSED);
    }
  }

  /** A router's shortest paths changed: its iBGP transports follow. */
  void pathsChanged(Tick now, int router) {
    for (int number : interiorByRouter.get(router)) {
      Channel channel = channels.get(number);
      int end = channel.end(router);
      if (!routers[router].routes().reaches(channel.router(1 - end))) {
        close(channel, end, DisconnectReason.NO_IGP_PATH);
      } else {
        if (!channel.isOpen[end] && channel.isOpen[1 - end]) {
          sendClose(now, number, 1 - end);
        }
        tryHandshake(now, number);
      }
    }
  }

  /** A peering came into use or went out of it. */
  void peeringChanged(Tick now, int link) {
    int number = number(byPeering, link);
    if (links.isUp(link)) {
      tryHandshake(now, number);
    } else {
      close(channels.get(number), 0, DisconnectReason.LINK_DOWN);
      close(channels.get(number), 1, DisconnectReason.LINK_DOWN);
    }
  }

  private void tryHandshake(Tick now, int number) {
    Channel channel = channels.get(number);
    if (channel.isWanted && !channel.isHandshaking && hasPath(channel)) {
      channel.isHandshaking = true;
      long wait = measure(channel) ? 2 * channel.latency : RETRANSMISSION;
      queue.add(now.nanos() + wait, new Happening.Handshake(number));
    }
  }

  private boolean hasPath(Channel channel) {
    SessionPlan plan = channel.plan;
    return plan.link().isPresent()
        ? links.isUp(plan.link().getAsInt())
        : routers[plan.a()].routes().reaches(plan.b())
            && routers[plan.b()].routes().reaches(plan.a());
  }

  /** Notes the latency of the path as it is; returns whether a packet gets through. */
  private boolean measure(Channel channel) {
    SessionPlan plan = channel.plan;
    if (plan.link().isPresent()) {
      channel.latency = topology.link(plan.link().getAsInt()).latency().toNanos();
      return true;
    }
    InteriorPaths.Path path = paths.between(plan.a(), plan.b());
    if (path.end() == InteriorPaths.End.REACHED) {
      channel.latency = path.nanos();
    }
    return path.end() == InteriorPaths.End.REACHED;
  }

  private long arrival(Tick now, Channel channel, int toEnd) {
    measure(channel);
    long at = Math.max(channel.lastArrival[toEnd], now.nanos() + channel.latency);
    channel.lastArrival[toEnd] = at;
    return at;
  }

  private void sendClose(Tick now, int number, int toEnd) {
    Channel channel = channels.get(number);
    long at = arrival(now, channel, toEnd);
    queue.add(at, new Happening.CloseArrives(number, channel.epoch, toEnd));
  }

  private void close(Channel channel, int end, DisconnectReason reason) {
    if (channel.isOpen[end]) {
      channel.isOpen[end] = false;
      feed(channel.router(end), new BgpSpeaker.Input.Disconnected(peer(channel, end), reason));
    }
  }

  private static <K> int number(Map<K, Integer> numbers, K key) {
    Integer number = numbers.get(key);
    if (number == null) {
      throw new IllegalStateException("no session with %s among %s".formatted(key, numbers));
    }
    return number;
  }

  private String peer(Channel channel, int end) {
    return topology.router(channel.router(1 - end)).name();
  }

  private void feed(int router, BgpSpeaker.Input input) {
    feed.accept(router, new Router.Input.Bgp(input));
  }
}
