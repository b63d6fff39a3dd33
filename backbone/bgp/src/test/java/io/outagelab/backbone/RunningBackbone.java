package io.outagelab.backbone;

import io.outagelab.core.Event;
import io.outagelab.core.Pump;
import io.outagelab.core.Tick;
import io.outagelab.core.config.RouterChange;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload;
import io.outagelab.core.net.Prefix;
import io.outagelab.core.net.Transport;
import io.outagelab.core.net.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A backbone in virtual time, for tests: keeps what it did. */
final class RunningBackbone {
  private final int sessions;
  private final Backbone backbone;
  private final Pump<Backbone.Input, Backbone.Effect> pump;
  private final List<String> log = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final List<Packet> replies = new ArrayList<>();
  private final List<String> waysOfReplies = new ArrayList<>();
  private final List<Backbone.Effect> effects = new ArrayList<>();
  private Tick now = Tick.ZERO;

  RunningBackbone(BackboneConfig config) {
    sessions = SessionPlan.all(config, new Topology(config)).size();
    backbone = new Backbone(config);
    pump = new Pump<>(backbone, this::carryOut);
    feed(new Backbone.Input.Start());
  }

  private void carryOut(Tick at, Backbone.Effect effect) {
    effects.add(effect);
    switch (effect) {
      case Backbone.Effect.Observed(Event event) -> {
        events.add(event);
        log.add(at + " " + event.name() + " " + event.subject() + " " + event.detail());
      }
      case Backbone.Effect.Send(String site, Packet packet) -> {
        replies.add(packet);
        waysOfReplies.add(way(site, packet.to().address().toString()));
        log.add(at + " send " + site + " " + packet);
      }
      case Backbone.Effect.TellGuest(String guest, byte[] octets) ->
          log.add(at + " tell " + guest + " " + octets.length);
      case Backbone.Effect.DismissGuest(String guest) -> log.add(at + " dismiss " + guest);
      case Backbone.Effect.ForwardingChanged() -> log.add(at + " forwarding-changed");
    }
  }

  Backbone backbone() {
    return backbone;
  }

  /** How many BGP sessions there are to be. */
  int sessionsTotal() {
    return sessions;
  }

  /** How many long-haul links are in use. */
  int spanLinksUp() {
    return backbone.planes().stream().mapToInt(PlaneStatus::up).sum();
  }

  /** How many long-haul links there are. */
  int spanLinksTotal() {
    return backbone.planes().stream().mapToInt(PlaneStatus::total).sum();
  }

  RunningBackbone feed(Backbone.Input input) {
    pump.feed(now, input);
    return this;
  }

  RunningBackbone run(Duration time) {
    Tick until = now.plus(time);
    while (!pump.deadline().isAfter(until)) {
      now = pump.deadline();
      pump.fire(now);
    }
    now = until;
    return this;
  }

  /** Long enough for every advertisement interval on the way to pass. */
  RunningBackbone converge() {
    return run(Duration.ofMinutes(3));
  }

  RunningBackbone originate(Prefix prefix, String... sites) {
    for (String site : sites) {
      feed(new Backbone.Input.Originate(site, prefix, 100, Optional.empty()));
    }
    return this;
  }

  /** The same for a time only. */
  RunningBackbone lease(Prefix prefix, Duration lease, String site) {
    return feed(new Backbone.Input.Originate(site, prefix, 100, Optional.of(lease)));
  }

  RunningBackbone retract(Prefix prefix, String... sites) {
    for (String site : sites) {
      feed(new Backbone.Input.Retract(site, prefix));
    }
    return this;
  }

  /** Drains routers at their consoles, or ends their drain. */
  RunningBackbone drain(boolean drained, String... routers) {
    for (String router : routers) {
      String change = (drained ? "drain-" : "undrain-") + now.nanos();
      feed(new Backbone.Input.Console(router, RouterChange.drained(change, drained)));
    }
    return this;
  }

  /** Sends a request to a router's agent. */
  RunningBackbone call(String router, Payload payload) {
    Packet packet =
        new Packet(
            Transport.CALL,
            Endpoint.of("129.134.64.10", 40_000),
            Endpoint.of("10.96.0.1", RouterChange.PORT),
            payload);
    return feed(new Backbone.Input.Deliver(router, packet));
  }

  /** The last reply of an agent. */
  Payload.Response reply() {
    return (Payload.Response) replies.getLast().payload();
  }

  /** Where each reply went. */
  List<String> waysOfReplies() {
    return waysOfReplies;
  }

  int replies() {
    return replies.size();
  }

  /** Where a packet goes: a site, {@code silent} or {@code unreachable}. */
  String way(String site, String address) {
    return switch (backbone.forwarding().verdict(site, IpAddress.of(address))) {
      case Verdict.Deliver deliver -> deliver.site();
      case Verdict.Silent silent -> "silent";
      case Verdict.Unreachable unreachable -> "unreachable";
    };
  }

  /** The events of this name since the last call of {@link #forget}. */
  List<Event> events(String name) {
    return events.stream().filter(event -> event.name().equals(name)).toList();
  }

  List<String> subjects(String name) {
    return events(name).stream().map(Event::subject).toList();
  }

  RunningBackbone forget() {
    events.clear();
    return this;
  }

  /** Every event since the last call of {@link #forget}. */
  List<Event> allEvents() {
    return events;
  }

  /** Every effect since the start. */
  List<Backbone.Effect> effects() {
    return effects;
  }

  List<String> log() {
    return log;
  }

  Tick now() {
    return now;
  }
}
