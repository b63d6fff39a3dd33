package io.outagelab.harness;

import io.outagelab.assembly.Assembled;
import io.outagelab.assembly.InMemoryNetwork;
import io.outagelab.assembly.Network;
import io.outagelab.assembly.PlacedNode;
import io.outagelab.assembly.Stage;
import io.outagelab.core.Tick;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload;
import io.outagelab.core.net.Transport;
import io.outagelab.core.net.Verdict;
import io.outagelab.edge.DelayQueue;
import io.outagelab.edge.DnsListener;
import io.outagelab.edge.DnsSockets;
import io.outagelab.edge.Gate;
import io.outagelab.edge.SourcePlan;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Carries DNS over real sockets, and everything else in memory or as the neighbours have it; all of
 * it through the gate.
 *
 * <pre>
 *  node asks ----> [no route? told at once] ----> socket ====> socket of the address
 *                                                                  |
 *  node at the site the gate picks <---- latency <---- [gate: asker's site, address]
 *       |
 *       +-- answers --> [gate: node's site, asker] --> latency --> socket ====> asker
 * </pre>
 *
 * <p>A node asks from an address that stands at one site, so a socket of the lab's tells by its
 * address where it stands. A sender that is none of them is a guest: it stands at the world's guest
 * site. Datagrams that the gate loses are lost. Messages on a connection wait instead, and go on
 * when routing heals while the connection lasts.
 */
public final class SocketNetwork implements Network, DnsListener {
  /** Packets on their way at once: more than a lab at full load has. */
  private static final int MAX_DELAYED = 20_000;

  /** Messages that wait on connections; beyond, the oldest, whose client may be gone, is lost. */
  private static final int MAX_STALLED = 1_000;

  private record Conversation(Endpoint local, Endpoint server) {}

  private final Stage stage;
  private final Network calls;
  private final Optional<Neighbours> neighbours;
  private final DnsSockets sockets;
  private final Gate gate;
  private final Supplier<Tick> clock;
  private final String guestSite;
  private final IpAddress guestAddress;
  private final DelayQueue delayed = new DelayQueue(MAX_DELAYED);
  private final Map<IpAddress, String> unicast;
  private final Deque<Runnable> stalled = new ArrayDeque<>();

  /** Those that go on, and how to tell who began them that they were lost. */
  private final Map<Conversation, Runnable> conversations = new HashMap<>();

  private boolean isDraining;

  /** The network of a stage that has the whole lab. */
  SocketNetwork(Stage stage, Assembled assembled, int dnsPort, Supplier<Tick> clock) {
    this(stage, assembled, dnsPort, clock, Optional.empty());
  }

  /**
   * The network of a stage.
   *
   * @param neighbours where the rest of the lab is, if it is elsewhere
   */
  public SocketNetwork(
      Stage stage,
      Assembled assembled,
      int dnsPort,
      Supplier<Tick> clock,
      Optional<Neighbours> neighbours) {
    this.stage = stage;
    this.neighbours = neighbours;
    this.sockets =
        new DnsSockets(
            dnsPort, neighbours.map(Neighbours::sources).orElse(SourcePlan.AS_DRAWN), this);
    this.gate = new Gate(stage::forwarding, assembled.addressing()::toPublished);
    this.calls =
        neighbours
            .map(others -> others.calls(stage, gate, delayed::add))
            .orElseGet(() -> new InMemoryNetwork(stage, assembled.addressing()));
    this.clock = clock;
    this.guestSite = assembled.world().guest();
    this.guestAddress = assembled.guestAddress();
    this.unicast = unicast(assembled.nodes());
  }

  /** The site of every address that stands at one alone. */
  private static Map<IpAddress, String> unicast(Iterable<PlacedNode> nodes) {
    Map<IpAddress, String> sites = new HashMap<>();
    Set<IpAddress> anycast = new LinkedHashSet<>();
    for (PlacedNode node : nodes) {
      for (IpAddress address : node.addresses()) {
        String before = sites.putIfAbsent(address, node.site());
        if (before != null && !before.equals(node.site())) {
          anycast.add(address);
        }
      }
    }
    anycast.forEach(sites::remove);
    return sites;
  }

  /** Opens a listener for every address of every node that answers DNS. */
  void listen(Iterable<PlacedNode> nodes) {
    listen(nodes, address -> true);
  }

  /** Opens a listener for those addresses of nodes that answer DNS. */
  public void listen(Iterable<PlacedNode> nodes, Predicate<IpAddress> here) {
    Set<IpAddress> listening = new LinkedHashSet<>();
    for (PlacedNode node : nodes) {
      if (node.role().listensForDns()) {
        for (IpAddress address : node.addresses()) {
          if (!address.isIpv6() && here.test(address) && listening.add(address)) {
            sockets.listen(address, node.name());
          }
        }
      }
    }
  }

  /** The sockets, for the loop that polls them. */
  DnsSockets sockets() {
    return sockets;
  }

  /** The gate, for its counts. */
  public Gate gate() {
    return gate;
  }

  /** When something on its way arrives next. */
  Tick deadline() {
    return delayed.deadline();
  }

  /** Lets arrive what is due. */
  void runDue(Tick now) {
    delayed.runDue(now);
  }

  /** Routing has changed: what was stalled on connections tries again. */
  public void forwardingChanged() {
    int waiting = stalled.size();
    for (int i = 0; i < waiting; i++) {
      Runnable again = stalled.poll();
      if (again != null) {
        delayed.add(clock.get(), again);
      }
    }
  }

  @Override
  public void send(Tick now, Sender sender, Packet packet) {
    switch (packet.payload()) {
      case Payload.Bytes(byte[] message) when packet.from().port() == DnsSockets.DNS_PORT ->
          answer(
              now,
              sender.site(),
              packet,
              () -> sockets.answer(packet.transport(), packet.from(), packet.to(), message));
      case Payload.Bytes(byte[] message) ->
          ask(
              now,
              sender,
              packet,
              () -> sockets.ask(packet.transport(), packet.from(), packet.to(), message));
      case Payload.Messages(var parts) ->
          answer(
              now,
              sender.site(),
              packet,
              () -> sockets.answer(packet.from(), packet.to(), parts.iterator()));
      case Payload.Request request -> calls.send(now, sender, packet);
      case Payload.Response response -> calls.send(now, sender, packet);
    }
  }

  @Override
  public void converse(Tick now, Sender sender, Packet packet) {
    if (packet.payload() instanceof Payload.Bytes(byte[] message)) {
      conversations.put(
          new Conversation(packet.from(), packet.to()),
          () -> sender.unroutable(clock.get(), packet));
      ask(now, sender, packet, () -> sockets.converse(packet.from(), packet.to(), message));
    }
  }

  @Override
  public void lost(Transport transport, Endpoint server, Endpoint local) {
    Optional.ofNullable(conversations.remove(new Conversation(local, server)))
        .ifPresent(Runnable::run);
  }

  @Override
  public void hangUp(Endpoint local, Endpoint remote) {
    conversations.remove(new Conversation(local, remote));
    sockets.hangUp(local, remote);
  }

  private void ask(Tick now, Sender sender, Packet packet, Runnable asking) {
    if (gate.decide(sender.site(), packet.to().address()) instanceof Verdict.Unreachable) {
      sender.unroutable(now, packet);
    } else {
      asking.run();
    }
  }

  private void answer(Tick now, String site, Packet packet, Runnable answering) {
    IpAddress receiver = asker(packet.transport(), packet.to()).orElse(guestAddress);
    through(now, packet.transport(), site, receiver, (at, toSite) -> answering.run());
  }

  @Override
  public void query(Transport transport, Endpoint client, Endpoint local, byte[] message) {
    if (isDraining) {
      return;
    }
    String site =
        asker(transport, client)
            .map(address -> unicast.getOrDefault(address, guestSite))
            .orElse(guestSite);
    Packet packet = new Packet(transport, client, local, new Payload.Bytes(message));
    through(
        clock.get(),
        transport,
        site,
        local.address(),
        (at, toSite) -> stage.deliver(at, toSite, packet));
  }

  @Override
  public void reply(Transport transport, Endpoint server, Endpoint local, byte[] message) {
    String site = unicast.get(local.address());
    if (site != null) {
      stage.deliver(
          clock.get(), site, new Packet(transport, server, local, new Payload.Bytes(message)));
    }
  }

  /** The address of the lab's node that asks from there; empty for a guest. */
  private Optional<IpAddress> asker(Transport transport, Endpoint client) {
    if (neighbours.isPresent()) {
      return neighbours.get().asker(client);
    }
    return sockets.isAsking(transport, client) ? Optional.of(client.address()) : Optional.empty();
  }

  private interface Arriving {
    void at(Tick tick, String site);
  }

  /** Sends something through the gate: after its latency, never, or, on a connection, later. */
  private void through(
      Tick now, Transport transport, String site, IpAddress destination, Arriving arriving) {
    if (gate.decide(site, destination)
        instanceof Verdict.Deliver(String toSite, Duration latency)) {
      Tick at = now.plus(latency);
      delayed.add(at, () -> arriving.at(at, toSite));
    } else if (transport == Transport.TCP) {
      if (stalled.size() >= MAX_STALLED) {
        stalled.remove();
      }
      stalled.add(() -> through(clock.get(), transport, site, destination, arriving));
    }
  }

  /** Takes in the questions that clients have sent by now, and none after them. */
  void takeLast(Duration atMost) {
    sockets.takeIn(atMost);
    isDraining = true;
  }

  /**
   * Whether something is on its way, is awaited from a server, or waits until a client reads it.
   */
  boolean isBusy() {
    return !delayed.deadline().equals(Tick.NEVER) || sockets.asking() > 0 || sockets.isWriting();
  }

  /** Closes every socket. */
  void close() {
    sockets.close();
  }
}
