package io.outagelab.configpush;

import io.outagelab.core.Tick;
import io.outagelab.core.net.Packet;
import io.outagelab.core.rpc.Caller;
import io.outagelab.core.rpc.Outcome;
import io.outagelab.core.rpc.Target;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedMap;

/**
 * Calls under way, each with what it is for. Packets to send and calls that have ended are kept
 * until their owner takes them: nothing re-enters.
 *
 * @param <P> what a call is for
 */
final class Calls<P> {
  /** A call that has ended. */
  record Ended<P>(P purpose, Outcome outcome) {}

  private final Caller caller;
  private final Map<Long, P> purposes = new HashMap<>();
  private final List<Packet> packets = new ArrayList<>();
  private final Queue<Ended<P>> ended = new ArrayDeque<>();
  private long nextKey;

  Calls(Caller caller) {
    this.caller = caller;
  }

  /** Starts a call. */
  void start(
      Tick now,
      P purpose,
      Target target,
      String method,
      SortedMap<String, String> fields,
      Duration timeout) {
    long key = nextKey++;
    purposes.put(key, purpose);
    adopt(caller.handle(now, new Caller.Input.Call(key, target, method, fields, timeout)));
  }

  /** A packet came in that is not for the owner. */
  void received(Tick now, Packet packet) {
    adopt(caller.handle(now, new Caller.Input.Received(packet)));
  }

  /** A packet could not be sent. */
  void unroutable(Tick now, Packet packet) {
    adopt(caller.handle(now, new Caller.Input.Unroutable(packet)));
  }

  /** Ends the calls that have waited long enough. */
  void expire(Tick now) {
    adopt(caller.expire(now));
  }

  /** When {@link #expire} next has work. */
  Tick deadline() {
    return caller.deadline();
  }

  /** Takes the packets to send. */
  List<Packet> packets() {
    List<Packet> taken = List.copyOf(packets);
    packets.clear();
    return taken;
  }

  /** Takes the next call that has ended. */
  Optional<Ended<P>> next() {
    return Optional.ofNullable(ended.poll());
  }

  private void adopt(List<Caller.Effect> effects) {
    for (Caller.Effect effect : effects) {
      switch (effect) {
        case Caller.Effect.Send(Packet packet) -> packets.add(packet);
        case Caller.Effect.Finished(long key, Outcome outcome) -> {
          P purpose = purposes.remove(key);
          if (purpose != null) {
            ended.add(new Ended<>(purpose, outcome));
          }
        }
      }
    }
  }
}
