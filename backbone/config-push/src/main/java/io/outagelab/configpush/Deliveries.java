package io.outagelab.configpush;

import io.outagelab.core.Tick;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload.Status;
import io.outagelab.core.rpc.Caller;
import io.outagelab.core.rpc.Outcome;
import io.outagelab.core.rpc.Target;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;

/**
 * Sends one request to each of many routers at once, in-band, and waits until every router has
 * answered or been silent through all attempts. One batch at a time.
 */
final class Deliveries {
  /** What one router made of its request. */
  private enum Fate {
    ACCEPTED,
    REFUSED,
    SILENT
  }

  /**
   * What came of a batch, each list in the order of the batch.
   *
   * @param accepted the routers that did what was asked
   * @param refused those that answered otherwise
   * @param silent those that did not answer, or to which there was no route
   */
  record Report(List<RouterEntry> accepted, List<RouterEntry> refused, List<RouterEntry> silent) {
    /** How many answered at all. */
    int answered() {
      return accepted.size() + refused.size();
    }

    /** How many were asked. */
    int total() {
      return answered() + silent.size();
    }

    /** Whether every router did what was asked. */
    boolean isComplete() {
      return accepted.size() == total();
    }
  }

  /** A call's purpose: a late answer to an abandoned batch is told by the batch's number. */
  private record Attempt(long batch, RouterEntry router, int number) {}

  private final Duration timeout;
  private final Calls<Attempt> calls;
  private final SequencedMap<RouterEntry, SortedMap<String, String>> parcels =
      new LinkedHashMap<>();
  private final Map<RouterEntry, Fate> fates = new LinkedHashMap<>();
  private String method = "";
  private int attempts;
  private long batch;
  private boolean open;

  /** With what waits so long for each answer. */
  Deliveries(Duration timeout, Caller caller) {
    this.timeout = timeout;
    this.calls = new Calls<>(caller);
  }

  /** Starts a batch: to each router the method with these fields, at most so many times. */
  void start(
      Tick now,
      String method,
      SequencedMap<RouterEntry, SortedMap<String, String>> requests,
      int attempts) {
    cancel();
    this.method = method;
    this.attempts = attempts;
    parcels.putAll(requests);
    open = true;
    requests.keySet().forEach(router -> attempt(now, router, 1));
  }

  /** Abandons the batch under way: answers to it are ignored. */
  void cancel() {
    batch++;
    open = false;
    parcels.clear();
    fates.clear();
  }

  /** A packet came in that may answer. */
  void received(Tick now, Packet packet) {
    calls.received(now, packet);
    settle(now);
  }

  /** A packet could not be sent. */
  void unroutable(Tick now, Packet packet) {
    calls.unroutable(now, packet);
    settle(now);
  }

  /** Ends the attempts that have waited long enough. */
  void expire(Tick now) {
    calls.expire(now);
    settle(now);
  }

  /** When {@link #expire} next has work. */
  Tick deadline() {
    return calls.deadline();
  }

  /** Takes the packets to send. */
  List<Packet> packets() {
    return calls.packets();
  }

  /** Takes the report of the batch, once it is complete. */
  Optional<Report> report() {
    if (!open || fates.size() < parcels.size()) {
      return Optional.empty();
    }
    Report report = new Report(with(Fate.ACCEPTED), with(Fate.REFUSED), with(Fate.SILENT));
    cancel();
    return Optional.of(report);
  }

  private List<RouterEntry> with(Fate fate) {
    return parcels.keySet().stream().filter(router -> fates.get(router) == fate).toList();
  }

  private void attempt(Tick now, RouterEntry router, int number) {
    SortedMap<String, String> fields = parcels.get(router);
    if (fields != null) {
      calls.start(
          now,
          new Attempt(batch, router, number),
          new Target.At(router.agent()),
          method,
          fields,
          timeout);
    }
  }

  private void settle(Tick now) {
    for (var next = calls.next(); next.isPresent(); next = calls.next()) {
      Attempt attempt = next.get().purpose();
      if (attempt.batch() == batch) {
        settle(now, attempt, next.get().outcome());
      }
    }
  }

  private void settle(Tick now, Attempt attempt, Outcome outcome) {
    switch (outcome) {
      case Outcome.Answered answered ->
          fates.put(
              attempt.router(),
              answered.response().status() == Status.OK ? Fate.ACCEPTED : Fate.REFUSED);
      case Outcome.TimedOut timedOut -> {
        if (attempt.number() < attempts) {
          attempt(now, attempt.router(), attempt.number() + 1);
        } else {
          fates.put(attempt.router(), Fate.SILENT);
        }
      }
      case Outcome.Unreachable unreachable -> fates.put(attempt.router(), Fate.SILENT);
      case Outcome.NameFailed failed -> fates.put(attempt.router(), Fate.SILENT);
    }
  }
}
