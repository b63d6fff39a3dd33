package io.outagelab.core.rpc;

import io.outagelab.core.Machine;
import io.outagelab.core.Tick;
import io.outagelab.core.Timers;
import io.outagelab.core.dns.Lookup;
import io.outagelab.core.dns.Question;
import io.outagelab.core.dns.Stub;
import io.outagelab.core.dns.StubPolicy;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload;
import io.outagelab.core.net.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Type;

/**
 * Calls services: resolves the name if the target has one, sends the request, waits for the
 * response. A component, like the {@link Stub} inside it: its owner forwards packets to it.
 *
 * <p>The time-out runs from the call's start and covers the lookup too. When it runs out during the
 * lookup the outcome is a name failure.
 */
public final class Caller implements Machine<Caller.Input, Caller.Effect> {
  /** What can happen to a caller. */
  public sealed interface Input {
    /** Call the target; {@code key}, not in use by another call, comes back with the outcome. */
    record Call(
        long key, Target target, String method, SortedMap<String, String> fields, Duration timeout)
        implements Input {}

    /** A packet came in; one that is not for this caller is ignored. */
    record Received(Packet packet) implements Input {}

    /** A packet of the caller's could not be sent. */
    record Unroutable(Packet packet) implements Input {}
  }

  /** What a caller wants done. */
  public sealed interface Effect {
    /** Send this packet. */
    record Send(Packet packet) implements Effect {}

    /** The call with this key has ended. */
    record Finished(long key, Outcome outcome) implements Effect {}
  }

  /** A call under way; the server is known once the name is resolved. */
  private record Pending(Input.Call call, long id, Optional<Endpoint> server) {}

  /** Where calls come from. */
  private static final int PORT = 40_000;

  private final Endpoint self;
  private final Optional<Stub> stub;
  private final Map<Long, Pending> pending = new HashMap<>();
  private final Map<Long, Long> keyById = new HashMap<>();
  private final Timers<Long> timers = new Timers<>();
  private long nextId;

  /**
   * A caller at this address.
   *
   * @param stub how it resolves names; without one only targets by address work
   */
  public Caller(IpAddress self, Optional<StubPolicy> stub, RandomGenerator random) {
    this.self = new Endpoint(self, PORT);
    this.stub = stub.map(policy -> new Stub(self, policy, random));
    this.nextId = random.nextLong() >>> 1;
  }

  @Override
  public List<Effect> handle(Tick now, Input input) {
    return switch (input) {
      case Input.Call call -> call(now, call);
      case Input.Received(Packet packet) -> received(now, packet);
      case Input.Unroutable(Packet packet) -> unroutable(now, packet);
    };
  }

  @Override
  public List<Effect> expire(Tick now) {
    List<Effect> effects = new ArrayList<>();
    stub.ifPresent(resolver -> adopt(resolver.expire(now), effects));
    for (long key : timers.due(now)) {
      Pending late = pending.get(key);
      if (late != null) {
        boolean resolving = late.server().isEmpty();
        finish(
            key,
            resolving ? new Outcome.NameFailed(Lookup.TIMEOUT) : new Outcome.TimedOut(),
            effects);
      }
    }
    return effects;
  }

  @Override
  public Tick deadline() {
    return stub.map(resolver -> Tick.earlier(resolver.deadline(), timers.deadline()))
        .orElseGet(timers::deadline);
  }

  /** How many calls are under way. */
  public int inFlight() {
    return pending.size();
  }

  private List<Effect> call(Tick now, Input.Call call) {
    List<Effect> effects = new ArrayList<>();
    pending.put(call.key(), new Pending(call, nextId++, Optional.empty()));
    timers.set(call.key(), now.plus(call.timeout()));
    switch (call.target()) {
      case Target.At(Endpoint endpoint) -> request(call.key(), endpoint, effects);
      case Target.Named named ->
          stub.ifPresentOrElse(
              resolver ->
                  adopt(
                      resolver.handle(
                          now, new Stub.Input.Ask(call.key(), Question.of(named.name(), Type.A))),
                      effects),
              () -> finish(call.key(), new Outcome.NameFailed("NO RESOLVER"), effects));
    }
    return effects;
  }

  private void request(long key, Endpoint server, List<Effect> effects) {
    Pending call = pending.get(key);
    if (call == null) {
      return;
    }
    pending.put(key, new Pending(call.call(), call.id(), Optional.of(server)));
    keyById.put(call.id(), key);
    Payload request = new Payload.Request(call.id(), call.call().method(), call.call().fields());
    effects.add(new Effect.Send(new Packet(Transport.CALL, self, server, request)));
  }

  /** Takes the stub's effects as this caller's own; a lookup's end moves its call on. */
  private void adopt(List<Stub.Effect> stubEffects, List<Effect> effects) {
    for (Stub.Effect effect : stubEffects) {
      switch (effect) {
        case Stub.Effect.Send(Packet packet) -> effects.add(new Effect.Send(packet));
        case Stub.Effect.Finished(long key, Lookup lookup) -> resolved(key, lookup, effects);
      }
    }
  }

  private void resolved(long key, Lookup lookup, List<Effect> effects) {
    Pending call = pending.get(key);
    if (call == null || !(call.call().target() instanceof Target.Named named)) {
      return;
    }
    if (lookup.isUsable()) {
      request(key, new Endpoint(lookup.addresses().getFirst(), named.port()), effects);
    } else {
      finish(key, new Outcome.NameFailed(lookup.result()), effects);
    }
  }

  private List<Effect> received(Tick now, Packet packet) {
    List<Effect> effects = new ArrayList<>();
    switch (packet.payload()) {
      case Payload.Bytes bytes ->
          stub.ifPresent(
              resolver -> adopt(resolver.handle(now, new Stub.Input.Received(packet)), effects));
      case Payload.Response response -> responded(packet, response, effects);
      case Payload.Request request -> {}
      case Payload.Messages messages -> {}
    }
    return effects;
  }

  private void responded(Packet packet, Payload.Response response, List<Effect> effects) {
    Long key = keyById.get(response.id());
    if (key != null && isServer(key, packet.from())) {
      finish(key, new Outcome.Answered(response), effects);
    }
  }

  private boolean isServer(long key, Endpoint endpoint) {
    Pending call = pending.get(key);
    return call != null && call.server().equals(Optional.of(endpoint));
  }

  private List<Effect> unroutable(Tick now, Packet packet) {
    List<Effect> effects = new ArrayList<>();
    switch (packet.payload()) {
      case Payload.Bytes bytes ->
          stub.ifPresent(
              resolver -> adopt(resolver.handle(now, new Stub.Input.Unroutable(packet)), effects));
      case Payload.Request request -> {
        Long key = keyById.get(request.id());
        if (key != null && isServer(key, packet.to())) {
          finish(key, new Outcome.Unreachable(), effects);
        }
      }
      case Payload.Response response -> {}
      case Payload.Messages messages -> {}
    }
    return effects;
  }

  private void finish(long key, Outcome outcome, List<Effect> effects) {
    Pending call = pending.remove(key);
    if (call != null) {
      keyById.remove(call.id());
      timers.cancel(key);
      effects.add(new Effect.Finished(key, outcome));
    }
  }
}
