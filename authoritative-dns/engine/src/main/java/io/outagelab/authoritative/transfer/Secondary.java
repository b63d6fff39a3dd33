package io.outagelab.authoritative.transfer;

import io.outagelab.authoritative.transfer.RefreshRound.Outcome;
import io.outagelab.authoritative.zone.Serial;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.core.Event;
import io.outagelab.core.Machine;
import io.outagelab.core.Tick;
import io.outagelab.core.Timers;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Name;

/**
 * Keeps a copy of one zone at a secondary name server (RFC 1034 §4.3.5).
 *
 * <pre>
 *             refresh or retry is due, NOTIFY
 *   WAITING ────────────────────────────────▶ a {@link RefreshRound}
 *    ▲ ▲ ▲                                      │  │  │
 *    │ │ └─ the same serial: confirmed ─────────┘  │  │
 *    │ └─── the new version: served ◀──────────────┘  │
 *    └───── no primary is left: retry later ◀─────────┘
 * </pre>
 *
 * <h2>Rounds</h2>
 *
 * A round asks the primaries in turn until one has the version held, or gives a newer one. The one
 * that sent a NOTIFY is asked first. A version held is renewed by IXFR; where that fails for a
 * reason that AXFR may not share, by AXFR from the same primary (RFC 1995 §4).
 *
 * <h2>Age</h2>
 *
 * REFRESH, RETRY and EXPIRE of the SOA record held set the pace (RFC 1035 §3.3.13). The first two
 * are shortened by chance, by up to a quarter, so that zones loaded together don't stay in step. An
 * expired copy is no longer served, but kept: a primary that still has its serial revives it.
 *
 * <h2>Trust</h2>
 *
 * A reply counts only on the path, with the id and the question of the request, and signed by the
 * primary's key if there is one. A NOTIFY counts from a primary's address only, or from another
 * that primaries are known to tell of changes from, and is no more than a reason to ask.
 */
public final class Secondary implements Machine<Secondary.Input, Secondary.Effect> {
  /** What can happen to a secondary. */
  public sealed interface Input {
    /** The server has started, perhaps with a copy of the zone from before. */
    record Started(Optional<StoredZone> stored) implements Input {}

    /** A NOTIFY for the zone came from a client to the own address {@code local}. */
    record Notified(Transport transport, Endpoint client, Endpoint local, byte[] message)
        implements Input {}

    /** A message came from a primary to the own address and port {@code local}. */
    record ServerReply(Transport transport, Endpoint server, Endpoint local, byte[] message)
        implements Input {}

    /** A request could not be sent, or its connection has ended. */
    record ServerUnreachable(Transport transport, Endpoint server, Endpoint local)
        implements Input {}

    /** An operator wants the primaries asked at once. */
    record CheckNow() implements Input {}
  }

  /** What a secondary wants done. */
  public sealed interface Effect {
    /**
     * Send a request to a primary, from this own address and port. Over TCP, hand over every
     * message that comes back on the connection until it is to be closed.
     */
    record AskServer(Transport transport, Endpoint local, Endpoint server, byte[] message)
        implements Effect {}

    /** Close the connection: nothing more is expected on it. */
    record CloseConnection(Endpoint local, Endpoint server) implements Effect {}

    /** Send an answer to a client, from the own address it wrote to. */
    record AnswerClient(Transport transport, Endpoint local, Endpoint client, byte[] message)
        implements Effect {}

    /** Serve this version of the zone from now on. */
    record ServeZone(Zone zone) implements Effect {}

    /**
     * Keep this copy for the next start, in place of the one before: often it is the same version,
     * confirmed once more.
     */
    record StoreZone(StoredZone copy) implements Effect {}

    /** Serve the zone no longer: questions about it fail (SERVFAIL). */
    record ExpireZone(Name origin) implements Effect {}

    /** Record this event. */
    record Observed(Event event) implements Effect {}
  }

  private enum Timer {
    CHECK,
    EXPIRE
  }

  private final SecondaryConfig config;
  private final IncomingNotify notify;
  private final RandomGenerator random;
  private final Pace pace;
  private final Timers<Timer> timers = new Timers<>();
  private List<Effect> effects = new ArrayList<>();
  private Copy copy = Copy.NONE;

  /** The round in progress; none while it waits. */
  private Optional<RefreshRound> round = Optional.empty();

  /** Who sent a NOTIFY while a round was in progress: another round is due (RFC 1996 §4.3). */
  private Optional<RemoteServer> notifiedBy = Optional.empty();

  /**
   * A secondary that has not started yet.
   *
   * @param random for ids, ports and jitter; a secure source in a live node
   */
  public Secondary(SecondaryConfig config, RandomGenerator random) {
    this.config = config;
    this.notify = new IncomingNotify(config.origin(), config.primaries(), config.notifiers());
    this.random = random;
    this.pace = new Pace(config.limits(), random);
  }

  @Override
  public List<Effect> handle(Tick now, Input input) {
    switch (input) {
      case Input.Started(Optional<StoredZone> stored) -> start(now, stored);
      case Input.Notified notified -> notified(now, notified);
      case Input.ServerReply reply ->
          round.ifPresent(asked -> settle(now, asked.replied(now, reply)));
      case Input.ServerUnreachable lost ->
          round.ifPresent(asked -> settle(now, asked.unreachable(now, lost)));
      case Input.CheckNow() -> {
        if (round.isEmpty()) {
          beginRound(now, Optional.empty());
        }
      }
    }
    return done();
  }

  @Override
  public List<Effect> expire(Tick now) {
    while (!deadline().isAfter(now)) {
      for (Timer timer : timers.due(now)) {
        switch (timer) {
          case CHECK -> beginRound(now, Optional.empty());
          case EXPIRE -> expired();
        }
      }
      round.ifPresent(asked -> settle(now, asked.expire(now)));
    }
    return done();
  }

  @Override
  public Tick deadline() {
    return Tick.earlier(timers.deadline(), round.map(RefreshRound::deadline).orElse(Tick.NEVER));
  }

  /** The apex of its zone. */
  public Name origin() {
    return config.origin();
  }

  private List<Effect> done() {
    List<Effect> done = effects;
    effects = new ArrayList<>();
    return done;
  }

  private void start(Tick now, Optional<StoredZone> stored) {
    stored.ifPresent(before -> resume(now, before));
    timers.set(Timer.CHECK, now.plus(pace.start()));
  }

  /** A copy is as old as its last confirmation, whether or not the server was there meanwhile. */
  private void resume(Tick now, StoredZone stored) {
    Duration age = Duration.between(stored.confirmed(), config.instant(now));
    Duration whole = pace.expire(stored.zone());
    Duration left = age.isNegative() ? whole : whole.minus(age);
    if (left.isPositive()) {
      serve(stored.zone());
      timers.set(Timer.EXPIRE, now.plus(left));
    } else {
      copy = Copy.inDate(stored.zone());
      expired();
    }
  }

  private void serve(Zone zone) {
    copy = Copy.inDate(zone);
    effects.add(new Effect.ServeZone(zone));
  }

  private void notified(Tick now, Input.Notified input) {
    switch (notify.read(input.message(), input.client().address(), config.instant(now))) {
      case IncomingNotify.Verdict.Ignored(var response) ->
          response.ifPresent(octets -> answer(input, octets));
      case IncomingNotify.Verdict.Accepted(byte[] response, var primary, var hint) -> {
        answer(input, response);
        Optional<Serial> served = copy.served().map(Zone::serial);
        boolean known =
            hint.isPresent() && served.isPresent() && !hint.get().isNewerThan(served.get());
        if (!known && round.isEmpty()) {
          beginRound(now, Optional.of(primary));
        } else if (!known) {
          notifiedBy = Optional.of(primary);
        }
      }
    }
  }

  private void answer(Input.Notified input, byte[] response) {
    effects.add(
        new Effect.AnswerClient(input.transport(), input.local(), input.client(), response));
  }

  /** Asks the primaries in turn; the preferred one first, then in the order of configuration. */
  private void beginRound(Tick now, Optional<RemoteServer> preferred) {
    List<RemoteServer> candidates = new ArrayList<>();
    preferred.ifPresent(candidates::add);
    config.primaries().stream()
        .filter(primary -> !preferred.equals(Optional.of(primary)))
        .forEach(candidates::add);
    timers.cancel(Timer.CHECK);
    notifiedBy = Optional.empty();
    round =
        Optional.of(
            new RefreshRound(
                now, config, random, () -> copy, wanted -> effects.add(wanted), candidates));
  }

  private void settle(Tick now, Outcome outcome) {
    switch (outcome) {
      case Outcome.Underway() -> {}
      case Outcome.Confirmed() -> copy.held().ifPresent(zone -> confirmed(now, zone));
      case Outcome.Renewed(Zone zone) -> {
        serve(zone);
        confirmed(now, zone);
      }
      case Outcome.Failed() -> rest(now, pace.retry(copy.held()));
    }
  }

  /** The version held is the newest: its age begins anew. */
  private void confirmed(Tick now, Zone zone) {
    if (!copy.isServed()) {
      serve(zone);
    }
    effects.add(new Effect.StoreZone(new StoredZone(zone, config.instant(now))));
    timers.set(Timer.EXPIRE, now.plus(pace.expire(zone)));
    rest(now, pace.refresh(zone));
  }

  /** Waits for so long; not at all if a NOTIFY came in the meantime. */
  private void rest(Tick now, Duration wait) {
    round = Optional.empty();
    if (notifiedBy.isPresent()) {
      beginRound(now, notifiedBy);
    } else {
      timers.set(Timer.CHECK, now.plus(wait));
    }
  }

  private void expired() {
    copy.served()
        .ifPresent(
            zone -> {
              copy = copy.expired();
              effects.add(new Effect.ExpireZone(config.origin()));
              Event event = new TransferEvent.ZoneExpired(config.origin(), pace.expire(zone));
              effects.add(new Effect.Observed(event));
            });
  }

  @Override
  public String toString() {
    return "secondary of " + config.origin();
  }
}
