package io.outagelab.apps;

import io.outagelab.core.Machine;
import io.outagelab.core.Tick;
import io.outagelab.core.Timers;
import io.outagelab.core.net.Packet;
import io.outagelab.core.rpc.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * One cohort: simulated clients that think, request, and try again until it works.
 *
 * <p>Think times are exponential with a cap, so that clients neither march in step nor fall asleep.
 * Each client has a stub cache of its own. A client is failing from the moment its first attempt
 * fails until an attempt succeeds; that time, multiplied by the users it stands for, is what a
 * report counts as lost. Nobody gives up: a user who cannot read the app keeps trying.
 *
 * <p>While the crowd is paused nobody asks, waits or loses time, and nothing is reported; answers
 * still on their way are ignored. A pause closes the report interval.
 */
public final class Crowd implements Machine<AppInput, AppEffect> {
  /** A think time is at most this many times the mean. */
  private static final double LONGEST_THINK = 4;

  private static final double NANOS_PER_MINUTE = 60e9;

  /** The key of the report timer; clients are numbered from 0. */
  private static final int REPORT = -1;

  /** One simulated client; {@code call} is the key of its latest call. */
  private static final class Client {
    private long call;
    private Tick askedAt = Tick.ZERO;
    private int failures;
    private Tick failingFrom = Tick.NEVER;
  }

  private final CohortConfig config;
  private final RandomGenerator random;
  private final Callers callers;
  private final Timers<Integer> timers = new Timers<>();
  private final List<Client> clients = new ArrayList<>();
  private final SortedMap<String, String> fields;
  private boolean resting = true;
  private long attempts;
  private long failures;
  private long slow;
  private long failingNanos;

  /** A cohort that has not begun. */
  public Crowd(CohortConfig config, RandomGenerator random) {
    this.config = config;
    this.random = random;
    this.callers =
        new Callers(
            config.self(),
            Collections.nCopies(config.samples(), Optional.of(config.stub())),
            random);
    for (int i = 0; i < config.samples(); i++) {
      clients.add(new Client());
    }
    this.fields =
        new TreeMap<>(Map.of(Service.WEIGHT, Long.toString(Math.round(config.usersPerSample()))));
  }

  @Override
  public List<AppEffect> handle(Tick now, AppInput input) {
    List<AppEffect> effects = new ArrayList<>();
    switch (input) {
      case AppInput.Started() -> begin(now);
      case AppInput.Received(Packet packet) -> settle(now, callers.received(now, packet, effects));
      case AppInput.Unroutable(Packet packet) ->
          settle(now, callers.unroutable(now, packet, effects));
      case AppInput.Paused(boolean paused) -> {
        if (paused) {
          rest(now, effects);
        } else {
          begin(now);
        }
      }
    }
    return effects;
  }

  @Override
  public List<AppEffect> expire(Tick now) {
    List<AppEffect> effects = new ArrayList<>();
    settle(now, callers.expire(now, effects));
    for (int key : timers.due(now)) {
      if (key == REPORT) {
        effects.add(report(now));
        timers.set(REPORT, now.plus(config.reportInterval()));
      } else {
        ask(now, key, effects);
      }
    }
    return effects;
  }

  @Override
  public Tick deadline() {
    return Tick.earlier(timers.deadline(), callers.deadline());
  }

  /** The first requests are spread over one think time. */
  private void begin(Tick now) {
    if (!resting) {
      return;
    }
    resting = false;
    for (int i = 0; i < clients.size(); i++) {
      timers.set(i, now.plus(Duration.ofNanos(random.nextLong(config.thinkTime().toNanos()))));
    }
    timers.set(REPORT, now.plus(config.reportInterval()));
  }

  private void rest(Tick now, List<AppEffect> effects) {
    if (resting) {
      return;
    }
    effects.add(report(now));
    resting = true;
    timers.cancel(REPORT);
    for (int i = 0; i < clients.size(); i++) {
      timers.cancel(i);
      Client client = clients.get(i);
      client.call++;
      client.failures = 0;
      client.failingFrom = Tick.NEVER;
    }
  }

  private void ask(Tick now, int index, List<AppEffect> effects) {
    Client client = clients.get(index);
    client.call++;
    client.askedAt = now;
    var call =
        new Caller.Input.Call(
            client.call, config.target(), Service.REQUEST, fields, config.timeout());
    settle(now, callers.call(now, index, call, effects));
  }

  private void settle(Tick now, List<Callers.Ended> ended) {
    for (Callers.Ended end : ended) {
      Client client = clients.get(end.caller());
      if (!resting && end.key() == client.call) {
        Diagnosis diagnosis = Diagnosis.of(end.outcome());
        attempts++;
        if (diagnosis.isOk()) {
          succeeded(now, end.caller(), client, diagnosis);
        } else {
          failed(now, end.caller(), client);
        }
      }
    }
  }

  private void succeeded(Tick now, int index, Client client, Diagnosis diagnosis) {
    if (diagnosis.degraded() || now.since(client.askedAt).compareTo(config.slow()) > 0) {
      slow++;
    }
    failingNanos += failingTime(now, client);
    client.failingFrom = Tick.NEVER;
    client.failures = 0;
    double share = Math.min(random.nextExponential(), LONGEST_THINK);
    timers.set(
        index, now.plus(Duration.ofNanos(1 + (long) (share * config.thinkTime().toNanos()))));
  }

  private void failed(Tick now, int index, Client client) {
    failures++;
    client.failures++;
    if (client.failingFrom.equals(Tick.NEVER)) {
      client.failingFrom = now;
    }
    timers.set(index, now.plus(config.retry().delay(client.failures, random)));
  }

  /** How long the client has been failing and it was not yet counted. */
  private static long failingTime(Tick now, Client client) {
    return client.failingFrom.equals(Tick.NEVER) ? 0 : now.since(client.failingFrom).toNanos();
  }

  private AppEffect report(Tick now) {
    for (Client client : clients) {
      if (!client.failingFrom.equals(Tick.NEVER)) {
        failingNanos += failingTime(now, client);
        client.failingFrom = now;
      }
    }
    double intervals = (double) failingNanos / config.reportInterval().toNanos();
    double worldMinutes = config.reportWorldInterval().toNanos() / NANOS_PER_MINUTE;
    AppEvent report =
        new AppEvent.CohortReport(
            config.name(),
            config.app(),
            config.resolver(),
            users(attempts),
            users(failures),
            users(slow),
            intervals * worldMinutes * config.usersPerSample());
    attempts = 0;
    failures = 0;
    slow = 0;
    failingNanos = 0;
    return new AppEffect.Observed(report);
  }

  private long users(long requests) {
    return Math.round(requests * config.usersPerSample());
  }
}
