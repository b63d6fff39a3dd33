package io.outagelab.backbone;

import io.outagelab.backbone.bgp.BgpSpeaker;
import io.outagelab.backbone.bgp.PeerConfig;
import io.outagelab.backbone.bgp.SpeakerConfig;
import io.outagelab.backbone.linkstate.LinkState;
import io.outagelab.backbone.linkstate.Routes;
import io.outagelab.core.Event;
import io.outagelab.core.Machine;
import io.outagelab.core.Tick;
import io.outagelab.core.config.RouterChange;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload;
import io.outagelab.core.net.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One router: its link-state protocol, its configuration agent and, unless it is of the core, its
 * BGP speaker. The speaker learns the metric of each next hop from the shortest paths.
 */
final class Router implements Machine<Router.Input, Router.Effect> {
  /** What can happen to it. */
  sealed interface Input {
    /** The lab starts. */
    record Start() implements Input {}

    /** One of its links came into use. */
    record LinkUp(int link) implements Input {}

    /** One of its links went out of use. */
    record LinkDown(int link) implements Input {}

    /** An LSP came in over a link. */
    record LspReceived(int link, byte[] lsp) implements Input {}

    /** Something for its BGP speaker. */
    record Bgp(BgpSpeaker.Input input) implements Input {}

    /** A packet for its loopback came in. */
    record PacketReceived(Packet packet) implements Input {}

    /** Somebody changes it at its console. */
    record Console(RouterChange change) implements Input {}
  }

  /** What it wants done. */
  sealed interface Effect {
    /** Send this LSP over the link. */
    record Flood(int link, byte[] lsp) implements Effect {}

    /** Its shortest paths changed. */
    record PathsChanged() implements Effect {}

    /** What its speaker wants done. */
    record Bgp(BgpSpeaker.Effect effect) implements Effect {}

    /** Take its long-haul links out of use, or bring them back. */
    record Drain(boolean drained) implements Effect {}

    /** Send a packet from its site. */
    record Reply(Packet packet) implements Effect {}

    /** Record this event. */
    record Observed(Event event) implements Effect {}
  }

  private final int number;
  private final Topology topology;
  private final LinkState linkState;
  private final ConfigurationAgent agent;
  private final Optional<BgpSpeaker> speaker;
  private final TreeMap<Integer, IpAddress> peerings = new TreeMap<>();
  private TreeMap<IpAddress, Integer> nextHops = new TreeMap<>();

  /** The router with this number. */
  Router(int number, Topology topology) {
    this.number = number;
    this.topology = topology;
    BackboneTimers timers = topology.config().timers();
    RouterConfig config = topology.router(number);
    linkState = new LinkState(new LinkState.Config(number, timers.lspDelay(), timers.spfDelay()));
    agent = new ConfigurationAgent(config.name(), config.drained(), timers.applyDelay());
    speaker =
        config.speaksBgp()
            ? Optional.of(new BgpSpeaker(speakerConfig(config, timers), peers(number, topology)))
            : Optional.empty();
  }

  private static SpeakerConfig speakerConfig(RouterConfig config, BackboneTimers timers) {
    return new SpeakerConfig(
        config.name(),
        config.as(),
        config.loopback(),
        timers.holdTime(),
        timers.keepalive(),
        timers.ebgpAdvertisementInterval(),
        timers.ibgpAdvertisementInterval(),
        timers.connectRetry());
  }

  private static List<PeerConfig> peers(int number, Topology topology) {
    return topology.sessions().stream()
        .filter(session -> session.a() == number || session.b() == number)
        .map(
            session -> {
              boolean active = session.a() == number;
              RouterConfig peer = topology.router(active ? session.b() : session.a());
              return new PeerConfig(
                  peer.name(),
                  peer.as(),
                  topology.router(number).loopback(),
                  peer.loopback(),
                  Optional.empty(),
                  active ? session.relationOfB() : session.relationOfA(),
                  active);
            })
        .toList();
  }

  /** The shortest paths as last computed. */
  Routes routes() {
    return linkState.routes();
  }

  /** The BGP speaker; none on a router of the core. */
  Optional<BgpSpeaker> speaker() {
    return speaker;
  }

  @Override
  public List<Effect> handle(Tick now, Input input) {
    List<Effect> effects = new ArrayList<>();
    switch (input) {
      case Input.Start() -> {
        updateNextHops(now, effects);
        speak(now, new BgpSpeaker.Input.Start(), effects);
      }
      case Input.LinkUp(int link) -> linkUp(now, link, effects);
      case Input.LinkDown(int link) -> linkDown(now, link, effects);
      case Input.LspReceived(int link, byte[] lsp) ->
          route(now, linkState.handle(now, new LinkState.Received(link, lsp)), effects);
      case Input.Bgp(BgpSpeaker.Input bgp) -> speak(now, bgp, effects);
      case Input.PacketReceived(Packet packet) -> packet(now, packet, effects);
      case Input.Console(RouterChange change) ->
          configure(agent.handle(now, new ConfigurationAgent.Input.Instructed(change)), effects);
    }
    return effects;
  }

  @Override
  public List<Effect> expire(Tick now) {
    List<Effect> effects = new ArrayList<>();
    if (!agent.deadline().isAfter(now)) {
      configure(agent.expire(now), effects);
    }
    if (!linkState.deadline().isAfter(now)) {
      route(now, linkState.expire(now), effects);
    }
    if (speaker.isPresent() && !speaker.get().deadline().isAfter(now)) {
      speaker.get().expire(now).forEach(effect -> effects.add(new Effect.Bgp(effect)));
    }
    return effects;
  }

  @Override
  public Tick deadline() {
    Tick deadline = Tick.earlier(agent.deadline(), linkState.deadline());
    return speaker.isPresent() ? Tick.earlier(deadline, speaker.get().deadline()) : deadline;
  }

  private void linkUp(Tick now, int link, List<Effect> effects) {
    LinkConfig config = topology.link(link);
    int other = topology.other(link, number);
    if (config.isInterior()) {
      var up = new LinkState.AdjacencyUp(other, link, config.metric());
      route(now, linkState.handle(now, up), effects);
    } else {
      peerings.put(link, topology.router(other).loopback());
      updateNextHops(now, effects);
    }
  }

  private void linkDown(Tick now, int link, List<Effect> effects) {
    if (topology.link(link).isInterior()) {
      route(now, linkState.handle(now, new LinkState.AdjacencyDown(link)), effects);
    } else {
      peerings.remove(link);
      updateNextHops(now, effects);
    }
  }

  private void packet(Tick now, Packet packet, List<Effect> effects) {
    boolean isForAgent =
        packet.transport() == Transport.CALL && packet.to().port() == RouterChange.PORT;
    if (isForAgent && packet.payload() instanceof Payload.Request request) {
      var asked = new ConfigurationAgent.Input.Asked(packet, request);
      configure(agent.handle(now, asked), effects);
    }
  }

  private void route(Tick now, List<LinkState.Effect> done, List<Effect> effects) {
    for (LinkState.Effect effect : done) {
      switch (effect) {
        case LinkState.Flood(int link, byte[] lsp) -> effects.add(new Effect.Flood(link, lsp));
        case LinkState.RoutesChanged() -> {
          updateNextHops(now, effects);
          effects.add(new Effect.PathsChanged());
        }
      }
    }
  }

  private void configure(List<ConfigurationAgent.Effect> done, List<Effect> effects) {
    for (ConfigurationAgent.Effect effect : done) {
      effects.add(
          switch (effect) {
            case ConfigurationAgent.Effect.Configure(var settings) ->
                new Effect.Drain("true".equals(settings.get(RouterChange.DRAINED)));
            case ConfigurationAgent.Effect.Reply(Packet packet) -> new Effect.Reply(packet);
            case ConfigurationAgent.Effect.Observed(Event event) -> new Effect.Observed(event);
          });
    }
  }

  /** All next hops at once, so that the decision process never sees half of a change. */
  private void updateNextHops(Tick now, List<Effect> effects) {
    if (speaker.isEmpty()) {
      return;
    }
    TreeMap<IpAddress, Integer> metrics = new TreeMap<>();
    metrics.put(topology.router(number).loopback(), 0);
    peerings.values().forEach(peer -> metrics.put(peer, 0));
    Routes routes = linkState.routes();
    for (int i = 0; i < routes.size(); i++) {
      RouterConfig other = topology.router(routes.router(i));
      if (other.speaksBgp()) {
        metrics.put(other.loopback(), routes.metric(i));
      }
    }
    if (!metrics.equals(nextHops)) {
      nextHops = metrics;
      speak(now, new BgpSpeaker.Input.NextHops(metrics), effects);
    }
  }

  private void speak(Tick now, BgpSpeaker.Input input, List<Effect> effects) {
    if (speaker.isPresent()) {
      speaker.get().handle(now, input).forEach(e -> effects.add(new Effect.Bgp(e)));
    }
  }
}
