package io.outagelab.hosting;

import io.outagelab.assembly.Casting;
import io.outagelab.assembly.Network;
import io.outagelab.assembly.Stage;
import io.outagelab.core.Tick;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload;
import io.outagelab.core.net.Verdict;
import io.outagelab.edge.Gate;
import io.outagelab.harness.Neighbours;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Carries calls between nodes, wherever they play, through the gate of whoever sends.
 *
 * <pre>
 *   caller -- gate --> latency --> carrier ====> the other container's {@link #arrived} --> node
 *                                                                                            |
 *   caller <== carrier <==== answered <-- latency <-- gate <---------------------------------+
 * </pre>
 *
 * <p>All on the stage's thread, but for what the carrier says.
 */
final class CallNetwork implements Network {
  /** Calls from elsewhere that wait for their response; beyond, the oldest is forgotten. */
  private static final int MAX_WAITING = 10_000;

  /** A caller elsewhere, and what it calls this call. */
  private record Waiting(Endpoint caller, long id) {}

  private final Stage stage;
  private final Gate gate;
  private final Neighbours.Later later;
  private final Casting casting;
  private final CallCarrier carrier;
  private final Consumer<Consumer<Tick>> thread;
  private final Map<Waiting, Consumer<Payload.Response>> waiting = new LinkedHashMap<>();

  /**
   * The network of a stage.
   *
   * @param thread has the stage's thread do something
   */
  CallNetwork(
      Stage stage,
      Gate gate,
      Neighbours.Later later,
      Casting casting,
      CallCarrier carrier,
      Consumer<Consumer<Tick>> thread) {
    this.stage = stage;
    this.gate = gate;
    this.later = later;
    this.casting = casting;
    this.carrier = carrier;
    this.thread = thread;
  }

  @Override
  public void send(Tick now, Sender sender, Packet packet) {
    switch (gate.decide(sender.site(), packet.to().address())) {
      case Verdict.Deliver(String site, Duration latency) ->
          carry(now, latency, sender.site(), site, packet);
      case Verdict.Silent() -> {}
      case Verdict.Unreachable() -> sender.unroutable(now, packet);
    }
  }

  private void carry(Tick now, Duration latency, String fromSite, String toSite, Packet packet) {
    Tick at = now.plus(packet.transit(latency));
    // Visitors borrow the addresses of nodes, which may be here: who waits goes first.
    if (packet.payload() instanceof Payload.Response response) {
      Consumer<Payload.Response> caller = waiting.remove(new Waiting(packet.to(), response.id()));
      if (caller != null) {
        later.at(at, () -> caller.accept(response));
        return;
      }
    }
    if (stage.hosts(toSite, packet.to().address()) || stage.routes(packet.to().address())) {
      stage.deliver(at, toSite, packet);
    } else if (packet.payload() instanceof Payload.Request) {
      casting
          .host(toSite, packet.to().address())
          .ifPresent(
              container ->
                  later.at(
                      at,
                      () ->
                          carrier.call(
                              container,
                              packet,
                              fromSite,
                              toSite,
                              response -> answered(fromSite, packet.reply(response)))));
    }
  }

  private void answered(String site, Packet response) {
    thread.accept(now -> stage.deliver(now, site, response));
  }

  /**
   * A call came in from elsewhere, for a node here.
   *
   * @throws io.grpc.StatusRuntimeException with NOT_FOUND if there is no such node
   */
  void arrived(
      Tick now, String toSite, Packet packet, long id, Consumer<Payload.Response> respond) {
    if (!stage.hosts(toSite, packet.to().address())) {
      throw Replies.notFound(
          "no node here has the address %s at %s".formatted(packet.to().address(), toSite));
    }
    await(new Waiting(packet.from(), id), respond);
    stage.deliver(now, toSite, packet);
  }

  private void await(Waiting caller, Consumer<Payload.Response> respond) {
    if (waiting.size() >= MAX_WAITING) {
      waiting.remove(waiting.keySet().iterator().next());
    }
    waiting.put(caller, respond);
  }

  /**
   * Somebody at a site, whom no node plays, calls a node here.
   *
   * @param packet from an address that stands at that site alone, where the response goes
   * @return what becomes of the call: only one that is delivered may be answered
   */
  Verdict visit(Tick now, String site, Packet packet, long id, Consumer<Payload.Response> respond) {
    Verdict verdict = gate.decide(site, packet.to().address());
    if (verdict instanceof Verdict.Deliver(String toSite, Duration latency)) {
      await(new Waiting(packet.from(), id), respond);
      carry(now, latency, site, toSite, packet);
    }
    return verdict;
  }

  /** Nobody waits for this call any more. */
  void cancelled(Endpoint caller, long id) {
    waiting.remove(new Waiting(caller, id));
  }
}
