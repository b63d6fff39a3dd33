package io.outagelab.assembly;

import io.outagelab.authoritative.NameServer;
import io.outagelab.authoritative.ReplicatingServer;
import io.outagelab.authoritative.ReplicatingServer.Effect;
import io.outagelab.authoritative.ReplicatingServer.Input;
import io.outagelab.authoritative.transfer.TransferEvent;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.Event;
import io.outagelab.core.Tick;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload;
import io.outagelab.core.net.Transport;
import io.outagelab.core.node.Arrival;
import io.outagelab.core.node.Departure;
import io.outagelab.core.node.Node;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An authoritative name server as a node, which copies zones of other services where the world says
 * so. What comes to port 53 is a client's, what comes to another port answers a question of its
 * own. Its copies are as lasting as its machine: whoever starts it again has it fetch them again.
 *
 * @param published from an address of this lab's sockets to the one that the world publishes
 */
record NameServerNode(ReplicatingServer replicating, UnaryOperator<IpAddress> published)
    implements Node {
  /** The server within. */
  NameServer server() {
    return replicating.server();
  }

  @Override
  public List<Departure> handle(Tick now, Arrival arrival) {
    return switch (arrival) {
      case Arrival.Started() -> departures(now, new Input.Started(List.of()));
      case Arrival.Received(Packet packet) ->
          messages(packet.payload()).stream()
              .flatMap(message -> departures(now, input(packet, message)).stream())
              .toList();
      case Arrival.Unroutable(Packet packet) ->
          isOwnQuestion(packet.from())
              ? departures(
                  now, new Input.ServerUnreachable(packet.transport(), packet.to(), packet.from()))
              : List.of();
      case Arrival.Instructed(var instruction) ->
          instruction instanceof ServeZones(ZoneSet zones)
              ? departures(now, new Input.ReplaceZones(zones))
              : List.of();
    };
  }

  private static List<byte[]> messages(Payload payload) {
    return switch (payload) {
      case Payload.Bytes(byte[] message) -> List.of(message);
      case Payload.Messages(List<byte[]> parts) -> parts;
      case Payload.Request request -> List.of();
      case Payload.Response response -> List.of();
    };
  }

  private static Input input(Packet packet, byte[] message) {
    return isOwnQuestion(packet.to())
        ? new Input.ServerReply(packet.transport(), packet.from(), packet.to(), message)
        : new Input.ClientQuery(packet.transport(), packet.from(), packet.to(), message);
  }

  private static boolean isOwnQuestion(Endpoint own) {
    return own.port() != DnsCodec.PORT;
  }

  @Override
  public List<Departure> expire(Tick now) {
    return departures(replicating.expire(now));
  }

  @Override
  public Tick deadline() {
    return replicating.deadline();
  }

  private List<Departure> departures(Tick now, Input input) {
    return departures(replicating.handle(now, input));
  }

  private List<Departure> departures(List<Effect> effects) {
    return effects.stream().flatMap(effect -> departure(effect).stream()).toList();
  }

  private Optional<Departure> departure(Effect effect) {
    return switch (effect) {
      case Effect.AnswerClient(var transport, var local, var client, byte[] message) ->
          Optional.of(send(transport, local, client, new Payload.Bytes(message)));
      case Effect.StreamToClient(var local, var client, var messages) ->
          Optional.of(send(Transport.TCP, local, client, all(messages)));
      case Effect.AskServer(var transport, var local, var server, byte[] message) -> {
        Packet packet = new Packet(transport, local, server, new Payload.Bytes(message));
        yield Optional.of(
            transport == Transport.TCP
                ? new Departure.Converse(packet)
                : new Departure.Send(packet));
      }
      case Effect.CloseConnection(var local, var server) ->
          Optional.of(new Departure.HangUp(local, server));
      case Effect.StoreZone stored -> Optional.empty();
      case Effect.Observed(var event) -> Optional.of(new Departure.Observed(told(event)));
    };
  }

  /** People know other servers by their published addresses. */
  private Event told(Event event) {
    return event instanceof TransferEvent transfer
        ? transfer.naming(at -> new Endpoint(published.apply(at.address()), at.port()))
        : event;
  }

  private static Departure send(Transport transport, Endpoint from, Endpoint to, Payload payload) {
    return new Departure.Send(new Packet(transport, from, to, payload));
  }

  private static Payload all(Iterator<byte[]> messages) {
    List<byte[]> parts = new ArrayList<>();
    messages.forEachRemaining(parts::add);
    return new Payload.Messages(parts);
  }
}
