package io.outagelab.authoritative.transfer;

import io.outagelab.authoritative.transfer.IncomingTransfer.Progress;
import io.outagelab.authoritative.zone.Serial;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.core.Event;
import io.outagelab.core.Machine;
import io.outagelab.core.Tick;
import io.outagelab.core.Timers;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.Question;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Keeps a copy of one zone at a secondary name server (RFC 1034 §4.3.5).
 *
 * <pre>
 *             refresh or retry is due, NOTIFY
 *   WAITING ────────────────────────────────▶ ASKING for the SOA record, over UDP
 *    ▲ ▲ ▲                                      │        │ newer           ▲
 *    │ │ └─ the same serial: confirmed ─────────┘        ▼                 │ failed: the
 *    │ └─── the new version: served ◀──────────── TRANSFERRING, over TCP ──┤ next primary
 *    └───── no primary is left: retry later ◀──────────────────────────────┘
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
 * primary's key if there is one. A NOTIFY counts from a primary's address only, and is no more than
 * a reason to ask.
 */
public final class Secondary implements Machine<Secondary.Input, Secondary.Effect> {
  /** What can happen to a secondary. */
  public sealed interface Input {
    /** The server has started, perhaps with a version of the zone from before. */
    record Started(Optional<Zone> stored) implements Input {}

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

    /** Serve this version of the zone from now on, and keep it for the next start. */
    record ServeZone(Zone zone) implements Effect {}

    /** Serve the zone no longer: questions about it fail (SERVFAIL). */
    record ExpireZone(Name origin) implements Effect {}

    /** Record this event. */
    record Observed(Event event) implements Effect {}
  }

  private enum Timer {
    CHECK,
    EXPIRE,
    SILENCE,
    TRANSFER
  }

  /** The primaries that a round has not tried yet; the first is being tried. */
  private record Round(List<RemoteServer> candidates) {
    private RemoteServer current() {
      return candidates.getFirst();
    }
  }

  private sealed interface State {
    /** Until a timer fires or a NOTIFY comes. */
    record Waiting() implements State {}

    /** For the SOA record, for the {@code attempt}th time after the first. */
    record Asking(Round round, Exchange exchange, int attempt) implements State {}

    /** For the zone. */
    record Transferring(Round round, Exchange exchange, IncomingTransfer incoming)
        implements State {}
  }

  private final SecondaryConfig config;
  private final IncomingNotify notify;
  private final RandomGenerator random;
  private final Pace pace;
  private final Timers<Timer> timers = new Timers<>();
  private List<Effect> effects = new ArrayList<>();
  private State state = new State.Waiting();
  private Optional<Zone> held = Optional.empty();
  private boolean serving;

  /** Who sent a NOTIFY while a round was in progress: another round is due (RFC 1996 §4.3). */
  private Optional<RemoteServer> notifiedBy = Optional.empty();

  /**
   * A secondary that has not started yet.
   *
   * @param random for ids, ports and jitter; a secure source in a live node
   */
  public Secondary(SecondaryConfig config, RandomGenerator random) {
    this.config = config;
    this.notify = new IncomingNotify(config.origin(), config.primaries());
    this.random = random;
    this.pace = new Pace(config.limits(), random);
  }

  @Override
  public List<Effect> handle(Tick now, Input input) {
    switch (input) {
      case Input.Started(Optional<Zone> stored) -> start(now, stored);
      case Input.Notified notified -> notified(now, notified);
      case Input.ServerReply reply -> replied(now, reply);
      case Input.ServerUnreachable lost -> unreachable(now, lost);
      case Input.CheckNow() -> {
        if (state instanceof State.Waiting) {
          beginRound(now, Optional.empty());
        }
      }
    }
    return done();
  }

  @Override
  public List<Effect> expire(Tick now) {
    for (List<Timer> due = timers.due(now); !due.isEmpty(); due = timers.due(now)) {
      for (Timer timer : due) {
        switch (timer) {
          case CHECK -> beginRound(now, Optional.empty());
          case EXPIRE -> expired();
          // What fired at the same tick may have begun something new, with its own timer.
          case SILENCE, TRANSFER -> {
            if (!timers.isSet(timer)) {
              silent(now);
            }
          }
        }
      }
    }
    return done();
  }

  @Override
  public Tick deadline() {
    return timers.deadline();
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

  private Instant instant(Tick now) {
    return config.epoch().plus(now.sinceStart());
  }

  private void start(Tick now, Optional<Zone> stored) {
    stored.ifPresent(
        zone -> {
          serve(zone);
          timers.set(Timer.EXPIRE, now.plus(pace.expire(zone)));
        });
    timers.set(Timer.CHECK, now.plus(pace.start()));
  }

  private void serve(Zone zone) {
    held = Optional.of(zone);
    serving = true;
    effects.add(new Effect.ServeZone(zone));
  }

  private void notified(Tick now, Input.Notified input) {
    switch (notify.read(input.message(), input.client().address(), instant(now))) {
      case IncomingNotify.Verdict.Ignored(var response) ->
          response.ifPresent(octets -> answer(input, octets));
      case IncomingNotify.Verdict.Accepted(byte[] response, var primary, var hint) -> {
        answer(input, response);
        boolean known =
            serving
                && hint.isPresent()
                && held.isPresent()
                && !hint.get().isNewerThan(held.get().serial());
        if (!known && state instanceof State.Waiting) {
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
    ask(now, new Round(candidates), 0);
  }

  private void ask(Tick now, Round round, int attempt) {
    Message query =
        DnsCodec.query(random.nextInt(Exchange.IDS), Question.of(config.origin(), Type.SOA), false);
    Exchange exchange = send(now, Transport.UDP, round.current(), query);
    state = new State.Asking(round, exchange, attempt);
    timers.set(Timer.SILENCE, now.plus(config.limits().queryTimeout().multipliedBy(1L << attempt)));
  }

  private Exchange send(Tick now, Transport transport, RemoteServer server, Message message) {
    Endpoint local = Exchange.source(config.addresses(), server, random);
    Exchange exchange = new Exchange(transport, local, server, message, instant(now));
    effects.add(new Effect.AskServer(transport, local, server.address(), exchange.octets()));
    return exchange;
  }

  private void replied(Tick now, Input.ServerReply reply) {
    switch (state) {
      case State.Asking asking
          when asking.exchange().isOn(reply.transport(), reply.server(), reply.local()) ->
          asking
              .exchange()
              .response(reply.message(), instant(now))
              .ifPresent(response -> learned(now, asking.round(), response));
      case State.Transferring transfer
          when transfer.exchange().isOn(reply.transport(), reply.server(), reply.local()) ->
          received(now, transfer, transfer.incoming().accept(reply.message(), instant(now)));
      case State.Waiting waiting -> {}
      case State.Asking other -> {}
      case State.Transferring other -> {}
    }
  }

  /** A primary has told its SOA record, or why not. */
  private void learned(Tick now, Round round, Message response) {
    Optional<SOARecord> soa = authoritativeSoa(response);
    if (response.getRcode() != Rcode.NOERROR) {
      failed(now, round, TransferFailure.of(response.getRcode()));
    } else if (soa.isEmpty()) {
      failed(now, round, TransferFailure.NOT_AUTHORITATIVE);
    } else if (held.isEmpty()) {
      transfer(now, round, Type.AXFR);
    } else if (Serial.of(soa.get()).equals(held.get().serial())) {
      confirmed(now, held.get());
    } else if (!serving) {
      transfer(now, round, Type.AXFR);
    } else if (Serial.of(soa.get()).isNewerThan(held.get().serial())) {
      transfer(now, round, Type.IXFR);
    } else {
      failed(now, round, TransferFailure.OLDER);
    }
  }

  private Optional<SOARecord> authoritativeSoa(Message response) {
    List<Record> answer = response.getSection(Section.ANSWER);
    return response.getHeader().getFlag(Flags.AA)
            && answer.size() == 1
            && answer.getFirst() instanceof SOARecord soa
            && soa.getName().equals(config.origin())
        ? Optional.of(soa)
        : Optional.empty();
  }

  private void transfer(Tick now, Round round, int type) {
    Message query =
        DnsCodec.query(random.nextInt(Exchange.IDS), Question.of(config.origin(), type), false);
    if (type == Type.IXFR) {
      held.ifPresent(zone -> query.addRecord(zone.soaRecord(), Section.AUTHORITY));
    }
    Exchange exchange = send(now, Transport.TCP, round.current(), query);
    state =
        new State.Transferring(
            round, exchange, new IncomingTransfer(exchange, held, config.maxRecords()));
    timers.set(Timer.SILENCE, now.plus(config.limits().idleTimeout()));
    timers.set(Timer.TRANSFER, now.plus(config.limits().transferTimeout()));
  }

  private void received(Tick now, State.Transferring transfer, Progress progress) {
    switch (progress) {
      case Progress.Underway() ->
          timers.set(Timer.SILENCE, now.plus(config.limits().idleTimeout()));
      case Progress.UpToDate() -> {
        close(transfer);
        held.ifPresent(zone -> confirmed(now, zone));
      }
      case Progress.Failed(TransferFailure reason) -> {
        close(transfer);
        boolean incremental = transfer.exchange().request().getQuestion().getType() == Type.IXFR;
        if (incremental && reason.mayStillDoAxfr()) {
          observe(
              new TransferEvent.DifferencesRefused(
                  config.origin(), transfer.round().current().address(), reason));
          transfer(now, transfer.round(), Type.AXFR);
        } else {
          failed(now, transfer.round(), reason);
        }
      }
      case Progress.Complete complete -> {
        close(transfer);
        complete(now, transfer, complete);
      }
    }
  }

  private void complete(Tick now, State.Transferring transfer, Progress.Complete complete) {
    Zone zone = complete.zone();
    Serial serial = zone.serial();
    if (serving && held.isPresent() && !serial.isNewerThan(held.get().serial())) {
      failed(now, transfer.round(), TransferFailure.OLDER);
      return;
    }
    serve(zone);
    observe(
        new TransferEvent.ZoneTransferred(
            config.origin(),
            serial,
            transfer.exchange().server().address(),
            complete.incremental(),
            complete.records()));
    confirmed(now, zone);
  }

  private void close(State.Transferring transfer) {
    timers.cancel(Timer.TRANSFER);
    Exchange exchange = transfer.exchange();
    effects.add(new Effect.CloseConnection(exchange.local(), exchange.server().address()));
  }

  /** The version held is the newest: its age begins anew. */
  private void confirmed(Tick now, Zone zone) {
    if (!serving) {
      serve(zone);
    }
    timers.set(Timer.EXPIRE, now.plus(pace.expire(zone)));
    rest(now, pace.refresh(zone));
  }

  /** Goes on with the next primary, or waits if none is left. */
  private void failed(Tick now, Round round, TransferFailure reason) {
    observe(new TransferEvent.RefreshFailed(config.origin(), round.current().address(), reason));
    List<RemoteServer> others = round.candidates().subList(1, round.candidates().size());
    if (!others.isEmpty()) {
      ask(now, new Round(List.copyOf(others)), 0);
    } else {
      rest(now, pace.retry(held));
    }
  }

  /** Waits for so long; not at all if a NOTIFY came in the meantime. */
  private void rest(Tick now, Duration wait) {
    state = new State.Waiting();
    timers.cancel(Timer.SILENCE);
    if (notifiedBy.isPresent()) {
      beginRound(now, notifiedBy);
    } else {
      timers.set(Timer.CHECK, now.plus(wait));
    }
  }

  private void unreachable(Tick now, Input.ServerUnreachable lost) {
    switch (state) {
      case State.Asking asking
          when asking.exchange().isOn(lost.transport(), lost.server(), lost.local()) ->
          failed(now, asking.round(), TransferFailure.UNREACHABLE);
      case State.Transferring transfer
          when transfer.exchange().isOn(lost.transport(), lost.server(), lost.local()) -> {
        timers.cancel(Timer.TRANSFER);
        failed(now, transfer.round(), TransferFailure.UNREACHABLE);
      }
      case State.Waiting waiting -> {}
      case State.Asking other -> {}
      case State.Transferring other -> {}
    }
  }

  private void silent(Tick now) {
    switch (state) {
      case State.Asking(Round round, Exchange exchange, int attempt) -> {
        if (attempt + 1 < config.limits().tries()) {
          ask(now, round, attempt + 1);
        } else {
          failed(now, round, TransferFailure.TIMED_OUT);
        }
      }
      case State.Transferring transfer -> {
        close(transfer);
        failed(now, transfer.round(), TransferFailure.TIMED_OUT);
      }
      case State.Waiting waiting -> {}
    }
  }

  private void expired() {
    if (serving) {
      serving = false;
      effects.add(new Effect.ExpireZone(config.origin()));
      held.ifPresent(
          zone -> observe(new TransferEvent.ZoneExpired(config.origin(), pace.expire(zone))));
    }
  }

  private void observe(TransferEvent event) {
    effects.add(new Effect.Observed(event));
  }

  @Override
  public String toString() {
    return "secondary of " + config.origin();
  }
}
