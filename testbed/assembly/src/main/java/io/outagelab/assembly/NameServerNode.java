package io.outagelab.assembly;

import io.outagelab.authoritative.NameServer;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.Tick;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload;
import io.outagelab.core.net.Transport;
import io.outagelab.core.node.Arrival;
import io.outagelab.core.node.Departure;
import io.outagelab.core.node.Node;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** An authoritative name server as a node. */
record NameServerNode(NameServer server) implements Node {
  @Override
  public List<Departure> handle(Tick now, Arrival arrival) {
    return switch (arrival) {
      case Arrival.Received(Packet packet) ->
          packet.payload() instanceof Payload.Bytes(byte[] message)
              ? departures(server.handle(now, query(packet, message)))
              : List.of();
      case Arrival.Instructed(var instruction) ->
          instruction instanceof ServeZones(ZoneSet zones)
              ? departures(
                  server.handle(now, new NameServer.Input.Serve(server.authority().serving(zones))))
              : List.of();
      case Arrival.Started started -> List.of();
      case Arrival.Unroutable unroutable -> List.of();
    };
  }

  private static NameServer.Input query(Packet packet, byte[] message) {
    return new NameServer.Input.ClientQuery(
        packet.transport(), packet.from(), packet.to(), message);
  }

  @Override
  public List<Departure> expire(Tick now) {
    return departures(server.expire(now));
  }

  @Override
  public Tick deadline() {
    return server.deadline();
  }

  private static List<Departure> departures(List<NameServer.Effect> effects) {
    return effects.stream().flatMap(NameServerNode::departures).toList();
  }

  private static Stream<Departure> departures(NameServer.Effect effect) {
    return switch (effect) {
      case NameServer.Effect.AnswerClient(var transport, var local, var client, byte[] message) ->
          Stream.of(answer(transport, local, client, message));
      case NameServer.Effect.StreamToClient(var local, var client, var messages) ->
          Stream.iterate(messages, Iterator::hasNext, UnaryOperator.identity())
              .map(more -> answer(Transport.TCP, local, client, more.next()));
      case NameServer.Effect.Observed(var event) -> Stream.of(new Departure.Observed(event));
    };
  }

  private static Departure answer(
      Transport transport, Endpoint local, Endpoint client, byte[] message) {
    return new Departure.Send(new Packet(transport, local, client, new Payload.Bytes(message)));
  }
}
