package io.outagelab.assembly;

import io.outagelab.apps.Service;
import io.outagelab.authoritative.announcer.Announcer;
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
import java.util.Optional;

/** An announcer as a node: its probes are health checks of services. */
record AnnouncerNode(Announcer announcer, IpAddress host) implements Node {
  private static final int PORT = 40_001;

  @Override
  public List<Departure> handle(Tick now, Arrival arrival) {
    return switch (arrival) {
      case Arrival.Started() -> feed(now, new Announcer.Input.Started());
      case Arrival.Received(Packet packet) ->
          packet.payload() instanceof Payload.Response response
              ? feed(now, answer(response))
              : List.of();
      case Arrival.Unroutable(Packet packet) ->
          packet.payload() instanceof Payload.Request request
              ? feed(now, new Announcer.Input.ProbeFailed(request.id()))
              : List.of();
      case Arrival.Instructed instructed -> List.of();
    };
  }

  private static Announcer.Input answer(Payload.Response response) {
    return response.status() == Payload.Status.OK
        ? new Announcer.Input.ProbeAnswered(response.id())
        : new Announcer.Input.ProbeFailed(response.id());
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
          new Departure.Send(
              new Packet(
                  Transport.CALL,
                  new Endpoint(host, PORT),
                  target.endpoint(),
                  Payload.Request.of(id, Service.HEALTH_CHECK)));
      case Announcer.Effect.Announce(var prefix, int preference) ->
          new Departure.Announce(prefix, preference, Optional.empty());
      case Announcer.Effect.Withdraw(var prefix) -> new Departure.Withdraw(prefix);
      case Announcer.Effect.Observed(var event) -> new Departure.Observed(event);
    };
  }
}
