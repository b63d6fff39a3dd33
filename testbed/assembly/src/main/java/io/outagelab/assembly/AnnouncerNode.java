package io.outagelab.assembly;

import io.outagelab.apps.Service;
import io.outagelab.authoritative.announcer.Announcer;
import io.outagelab.authoritative.announcer.Peer;
import io.outagelab.authoritative.announcer.Standing;
import io.outagelab.core.Tick;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload;
import io.outagelab.core.net.Transport;
import io.outagelab.core.node.Arrival;
import io.outagelab.core.node.Departure;
import io.outagelab.core.node.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An announcer as a node: its probes are health checks of services, and what announcers tell each
 * other are calls too. All go through the network that they are about.
 */
record AnnouncerNode(Announcer announcer, IpAddress host) implements Node {
  /** Where an announcer asks from, and is asked by its peers. */
  static final int PORT = 40_001;

  /** The method of what announcers ask each other. */
  private static final String STAND = "announcer.stand";

  private static final String HEALTHY = "healthy";
  private static final String ANNOUNCING = "announcing";

  /** Of a request: whether the answerer is to promise to stay. Of a response: whether it does. */
  private static final String STAYS = "stays";

  @Override
  public List<Departure> handle(Tick now, Arrival arrival) {
    return switch (arrival) {
      case Arrival.Started() -> feed(now, new Announcer.Input.Started());
      case Arrival.Received(Packet packet) -> receive(now, packet);
      case Arrival.Unroutable(Packet packet) ->
          packet.payload() instanceof Payload.Request request
              ? feed(now, new Announcer.Input.ProbeUndeliverable(request.id()))
              : List.of();
      case Arrival.Instructed instructed -> List.of();
    };
  }

  private List<Departure> receive(Tick now, Packet packet) {
    Optional<Peer> peer = peer(packet.from());
    return switch (packet.payload()) {
      case Payload.Response response ->
          feed(now, peer.isPresent() ? peerAnswer(response) : answer(response));
      case Payload.Request request ->
          peer.isPresent() && request.method().equals(STAND)
              ? feed(now, question(peer.get(), request))
              : List.of(new Departure.Send(packet.reply(refusal(request))));
      case Payload.Bytes bytes -> List.of();
      case Payload.Messages messages -> List.of();
    };
  }

  /** Who an announcer is, its address tells. */
  private Optional<Peer> peer(Endpoint from) {
    return announcer.config().peers().stream()
        .filter(peer -> peer.endpoint().equals(from))
        .findFirst();
  }

  private static Payload.Response refusal(Payload.Request request) {
    return request.respond(
        Payload.Status.INVALID_ARGUMENT, Map.of(Service.REASON, "no announcer of this service"));
  }

  private static Announcer.Input question(Peer peer, Payload.Request request) {
    return new Announcer.Input.PeerAsked(
        peer, request.id(), standing(request.fields()), isTrue(request.fields(), STAYS));
  }

  private static Announcer.Input peerAnswer(Payload.Response response) {
    return response.status() == Payload.Status.OK
        ? new Announcer.Input.PeerAnswered(
            response.id(), standing(response.fields()), isTrue(response.fields(), STAYS))
        : new Announcer.Input.ProbeUndeliverable(response.id());
  }

  private static Announcer.Input answer(Payload.Response response) {
    return new Announcer.Input.ProbeAnswered(response.id(), response.status() == Payload.Status.OK);
  }

  private static Standing standing(Map<String, String> fields) {
    return new Standing(isTrue(fields, HEALTHY), isTrue(fields, ANNOUNCING));
  }

  private static boolean isTrue(Map<String, String> fields, String key) {
    return "true".equals(fields.get(key));
  }

  private static TreeMap<String, String> fields(Standing standing, boolean stays) {
    return new TreeMap<>(
        Map.of(
            HEALTHY, Boolean.toString(standing.healthy()),
            ANNOUNCING, Boolean.toString(standing.announcing()),
            STAYS, Boolean.toString(stays)));
  }

  private List<Departure> feed(Tick now, Announcer.Input input) {
    return departures(announcer.handle(now, input));
  }

  @Override
  public List<Departure> expire(Tick now) {
    return departures(announcer.expire(now));
  }

  @Override
  public Tick deadline() {
    return announcer.deadline();
  }

  private List<Departure> departures(List<Announcer.Effect> effects) {
    return effects.stream().map(this::departure).toList();
  }

  private Departure departure(Announcer.Effect effect) {
    return switch (effect) {
      case Announcer.Effect.Probe(long id, var target) ->
          call(target.endpoint(), Payload.Request.of(id, Service.HEALTH_CHECK));
      case Announcer.Effect.AskPeer(long id, Peer peer, var standing, boolean wantsPromise) ->
          call(peer.endpoint(), new Payload.Request(id, STAND, fields(standing, wantsPromise)));
      case Announcer.Effect.AnswerPeer(long id, Peer peer, var standing, boolean promised) ->
          call(
              peer.endpoint(),
              new Payload.Response(id, Payload.Status.OK, fields(standing, promised)));
      case Announcer.Effect.Announce(var prefix, int preference, var lease) ->
          new Departure.Announce(prefix, preference, lease);
      case Announcer.Effect.Withdraw(var prefix) -> new Departure.Withdraw(prefix);
      case Announcer.Effect.Observed(var event) -> new Departure.Observed(event);
    };
  }

  private Departure call(Endpoint to, Payload payload) {
    return new Departure.Send(new Packet(Transport.CALL, new Endpoint(host, PORT), to, payload));
  }
}
