package io.outagelab.assembly;

import io.outagelab.core.Tick;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload;
import io.outagelab.core.node.Arrival;
import io.outagelab.core.node.Departure;
import io.outagelab.core.node.Node;
import io.outagelab.resolver.Resolver;
import java.util.List;

/**
 * A recursive resolver as a node: what comes in on port 53 is a client's query, the rest are
 * servers' replies.
 */
record RecursiveNode(Resolver resolver) implements Node {
  @Override
  public List<Departure> handle(Tick now, Arrival arrival) {
    return switch (arrival) {
      case Arrival.Received(Packet packet) ->
          packet.payload() instanceof Payload.Bytes(byte[] message)
              ? departures(resolver.handle(now, input(packet, message)))
              : List.of();
      case Arrival.Unroutable(Packet packet) ->
          packet.to().port() == DnsCodec.PORT
              ? departures(
                  resolver.handle(
                      now,
                      new Resolver.Input.ServerUnreachable(
                          packet.transport(), packet.to(), packet.from())))
              : List.of();
      case Arrival.Started started -> List.of();
      case Arrival.Instructed(var instruction) ->
          instruction instanceof Resolver.Input.Flush flush
              ? departures(resolver.handle(now, flush))
              : List.of();
    };
  }

  private static Resolver.Input input(Packet packet, byte[] message) {
    return packet.to().port() == DnsCodec.PORT
        ? new Resolver.Input.ClientQuery(packet.transport(), packet.from(), packet.to(), message)
        : new Resolver.Input.ServerReply(packet.transport(), packet.from(), packet.to(), message);
  }

  @Override
  public List<Departure> expire(Tick now) {
    return departures(resolver.expire(now));
  }

  @Override
  public Tick deadline() {
    return resolver.deadline();
  }

  private static List<Departure> departures(List<Resolver.Effect> effects) {
    return effects.stream().map(RecursiveNode::departure).toList();
  }

  private static Departure departure(Resolver.Effect effect) {
    return switch (effect) {
      case Resolver.Effect.AskServer(var transport, var local, var server, byte[] message) ->
          new Departure.Send(new Packet(transport, local, server, new Payload.Bytes(message)));
      case Resolver.Effect.AnswerClient(var transport, var local, var client, byte[] message) ->
          new Departure.Send(new Packet(transport, local, client, new Payload.Bytes(message)));
      case Resolver.Effect.Observed(var event) -> new Departure.Observed(event);
    };
  }
}
