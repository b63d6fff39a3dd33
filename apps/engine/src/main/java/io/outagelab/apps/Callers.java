package io.outagelab.apps;

import io.outagelab.core.Tick;
import io.outagelab.core.dns.StubPolicy;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Packet;
import io.outagelab.core.rpc.Caller;
import io.outagelab.core.rpc.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Callers that share an address, each with a stub and a cache of its own: the clients of a cohort,
 * the vantages of a monitor, or just one.
 *
 * <p>A packet is shown to all of them. Each takes only what answers an id it has drawn at random,
 * so the right one does.
 */
final class Callers {
  /** A call that has ended: who made it, its key and how it went. */
  record Ended(int caller, long key, Outcome outcome) {}

  private final List<Caller> callers;

  /** One caller per element; an empty one reaches only targets by address. */
  Callers(IpAddress self, List<Optional<StubPolicy>> stubs, RandomGenerator random) {
    this.callers = stubs.stream().map(stub -> new Caller(self, stub, random)).toList();
  }

  /** One caller makes a call; packets to send are added to {@code effects}. */
  List<Ended> call(Tick now, int caller, Caller.Input.Call call, List<AppEffect> effects) {
    List<Ended> ended = new ArrayList<>();
    adopt(caller, callers.get(caller).handle(now, call), effects, ended);
    return ended;
  }

  /** A packet came in. */
  List<Ended> received(Tick now, Packet packet, List<AppEffect> effects) {
    Caller.Input input = new Caller.Input.Received(packet);
    return all(caller -> caller.handle(now, input), effects);
  }

  /** A packet could not be sent. */
  List<Ended> unroutable(Tick now, Packet packet, List<AppEffect> effects) {
    Caller.Input input = new Caller.Input.Unroutable(packet);
    return all(caller -> caller.handle(now, input), effects);
  }

  /** Time passed. */
  List<Ended> expire(Tick now, List<AppEffect> effects) {
    return all(caller -> caller.expire(now), effects);
  }

  /** When {@link #expire} next has work. */
  Tick deadline() {
    Tick earliest = Tick.NEVER;
    for (Caller caller : callers) {
      earliest = Tick.earlier(earliest, caller.deadline());
    }
    return earliest;
  }

  private List<Ended> all(Function<Caller, List<Caller.Effect>> step, List<AppEffect> effects) {
    List<Ended> ended = new ArrayList<>();
    for (int i = 0; i < callers.size(); i++) {
      adopt(i, step.apply(callers.get(i)), effects, ended);
    }
    return ended;
  }

  private static void adopt(
      int caller, List<Caller.Effect> made, List<AppEffect> effects, List<Ended> ended) {
    for (Caller.Effect effect : made) {
      switch (effect) {
        case Caller.Effect.Send(Packet packet) -> effects.add(new AppEffect.Send(packet));
        case Caller.Effect.Finished(long key, Outcome outcome) ->
            ended.add(new Ended(caller, key, outcome));
      }
    }
  }
}
