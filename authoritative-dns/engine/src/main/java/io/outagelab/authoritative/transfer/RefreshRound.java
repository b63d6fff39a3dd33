package io.outagelab.authoritative.transfer;

import io.outagelab.authoritative.transfer.IncomingTransfer.Progress;
import io.outagelab.authoritative.transfer.Secondary.Effect;
import io.outagelab.authoritative.transfer.Secondary.Input;
import io.outagelab.authoritative.zone.Serial;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.core.Tick;
import io.outagelab.core.Timers;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.Question;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.Transport;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * One round of a {@link Secondary}: asks the primaries in turn until one has the version held, or
 * gives a newer one.
 *
 * <pre>
 *   ASKING for the SOA record, over UDP ── newer ──▶ TRANSFERRING, over TCP ──▶ renewed
 *     │      ▲        │                                  │
 *     │      └────────┴── failed: the next primary ──────┘
 *     ▼               ▼
 *   confirmed       failed: no primary is left
 * </pre>
 */
final class RefreshRound {
  /** What has come of the round. */
  sealed interface Outcome {
    /** It goes on. */
    record Underway() implements Outcome {}

    /** A primary has the version that is held. */
    record Confirmed() implements Outcome {}

    /** A primary has given this version. */
    record Renewed(Zone zone) implements Outcome {}

    /** No primary is left. */
    record Failed() implements Outcome {}
  }

  private enum Timer {
    SILENCE,
    TRANSFER
  }

  /** What the first of the candidates is asked for, and how. */
  private sealed interface State {
    Exchange exchange();

    /** For the SOA record, for the {@code attempt}th time after the first. */
    record Asking(Exchange exchange, int attempt) implements State {}

    /** For the zone. */
    record Transferring(Exchange exchange, IncomingTransfer incoming) implements State {}
  }

  private static final Outcome UNDERWAY = new Outcome.Underway();

  private final SecondaryConfig config;
  private final RandomGenerator random;
  private final Supplier<Copy> copy;
  private final Consumer<Effect> effects;
  private final Timers<Timer> timers = new Timers<>();

  /** The primaries that are left; the first is being asked. */
  private final Deque<RemoteServer> candidates;

  private State state;

  /**
   * Begins a round.
   *
   * @param copy what is held, at any time
   * @param effects takes what is to be done
   * @param primaries who is asked, one after the other: at least one
   */
  RefreshRound(
      Tick now,
      SecondaryConfig config,
      RandomGenerator random,
      Supplier<Copy> copy,
      Consumer<Effect> effects,
      List<RemoteServer> primaries) {
    this.config = config;
    this.random = random;
    this.copy = copy;
    this.effects = effects;
    this.candidates = new ArrayDeque<>(primaries);
    this.state = asking(now, 0);
  }

  /** When it next has to be told of the time. */
  Tick deadline() {
    return timers.deadline();
  }

  /** A message came from a primary. */
  Outcome replied(Tick now, Input.ServerReply reply) {
    if (!state.exchange().isOn(reply.transport(), reply.server(), reply.local())) {
      return UNDERWAY;
    }
    Instant at = config.instant(now);
    return switch (state) {
      case State.Asking(Exchange exchange, int attempt) ->
          exchange.response(reply.message(), at).map(it -> learned(now, it)).orElse(UNDERWAY);
      case State.Transferring transfer ->
          received(now, transfer, transfer.incoming().accept(reply.message(), at));
    };
  }

  /** A request could not be sent, or its connection has ended. */
  Outcome unreachable(Tick now, Input.ServerUnreachable lost) {
    return state.exchange().isOn(lost.transport(), lost.server(), lost.local())
        ? failed(now, TransferFailure.UNREACHABLE)
        : UNDERWAY;
  }

  /** Time has passed: perhaps a primary has been silent for too long. */
  Outcome expire(Tick now) {
    if (timers.due(now).isEmpty()) {
      return UNDERWAY;
    }
    return switch (state) {
      case State.Asking(Exchange exchange, int attempt)
          when attempt + 1 < config.limits().tries() -> {
        state = asking(now, attempt + 1);
        yield UNDERWAY;
      }
      case State.Asking asking -> failed(now, TransferFailure.TIMED_OUT);
      case State.Transferring transfer -> {
        close(transfer.exchange());
        yield failed(now, TransferFailure.TIMED_OUT);
      }
    };
  }

  private State asking(Tick now, int attempt) {
    Exchange exchange = send(now, Transport.UDP, query(Type.SOA));
    timers.set(Timer.SILENCE, now.plus(config.limits().queryTimeout().multipliedBy(1L << attempt)));
    return new State.Asking(exchange, attempt);
  }

  private Message query(int type) {
    Question question = Question.of(config.origin(), type);
    return DnsCodec.query(random.nextInt(Exchange.IDS), question, false);
  }

  private Exchange send(Tick now, Transport transport, Message message) {
    RemoteServer server = candidates.getFirst();
    Endpoint local = Exchange.source(config.addresses(), server, random);
    Exchange exchange = new Exchange(transport, local, server, message, config.instant(now));
    effects.accept(new Effect.AskServer(transport, local, server.address(), exchange.octets()));
    return exchange;
  }

  /** A primary has told its SOA record, or why not. */
  private Outcome learned(Tick now, Message response) {
    if (response.getRcode() != Rcode.NOERROR) {
      return failed(now, TransferFailure.of(response.getRcode()));
    }
    Optional<Serial> told = authoritativeSoa(response).map(Serial::of);
    if (told.isEmpty()) {
      return failed(now, TransferFailure.NOT_AUTHORITATIVE);
    }
    Optional<Serial> held = copy.get().held().map(Zone::serial);
    if (told.equals(held)) {
      return new Outcome.Confirmed();
    }
    if (held.isEmpty() || !copy.get().isServed()) {
      return transfer(now, Type.AXFR);
    }
    return told.get().isNewerThan(held.get())
        ? transfer(now, Type.IXFR)
        : failed(now, TransferFailure.OLDER);
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

  private Outcome transfer(Tick now, int type) {
    Optional<Zone> held = copy.get().held();
    Message query = query(type);
    if (type == Type.IXFR) {
      held.ifPresent(zone -> query.addRecord(zone.soaRecord(), Section.AUTHORITY));
    }
    Exchange exchange = send(now, Transport.TCP, query);
    state =
        new State.Transferring(exchange, new IncomingTransfer(exchange, held, config.maxRecords()));
    timers.set(Timer.SILENCE, now.plus(config.limits().idleTimeout()));
    timers.set(Timer.TRANSFER, now.plus(config.limits().transferTimeout()));
    return UNDERWAY;
  }

  private Outcome received(Tick now, State.Transferring transfer, Progress progress) {
    if (progress instanceof Progress.Underway) {
      timers.set(Timer.SILENCE, now.plus(config.limits().idleTimeout()));
      return UNDERWAY;
    }
    close(transfer.exchange());
    return switch (progress) {
      case Progress.Underway() -> UNDERWAY;
      case Progress.UpToDate() -> new Outcome.Confirmed();
      case Progress.Failed(TransferFailure reason) -> refused(now, transfer.exchange(), reason);
      case Progress.Complete complete -> complete(now, complete);
    };
  }

  /** RFC 1995 §4: where differences fail for a reason of their own, the zone may be had whole. */
  private Outcome refused(Tick now, Exchange exchange, TransferFailure reason) {
    boolean incremental = exchange.request().getQuestion().getType() == Type.IXFR;
    if (!incremental || !reason.mayStillDoAxfr()) {
      return failed(now, reason);
    }
    observe(
        new TransferEvent.DifferencesRefused(
            config.origin(), candidates.getFirst().address(), reason));
    return transfer(now, Type.AXFR);
  }

  private Outcome complete(Tick now, Progress.Complete complete) {
    Zone zone = complete.zone();
    Optional<Serial> served = copy.get().served().map(Zone::serial);
    if (served.isPresent() && !zone.serial().isNewerThan(served.get())) {
      return failed(now, TransferFailure.OLDER);
    }
    observe(
        new TransferEvent.ZoneTransferred(
            config.origin(),
            zone.serial(),
            candidates.getFirst().address(),
            complete.incremental(),
            complete.records()));
    return new Outcome.Renewed(zone);
  }

  private void close(Exchange exchange) {
    effects.accept(new Effect.CloseConnection(exchange.local(), exchange.server().address()));
  }

  /** Goes on with the next primary, if one is left. */
  private Outcome failed(Tick now, TransferFailure reason) {
    RemoteServer tried = candidates.removeFirst();
    observe(new TransferEvent.RefreshFailed(config.origin(), tried.address(), reason));
    if (candidates.isEmpty()) {
      return new Outcome.Failed();
    }
    timers.cancel(Timer.TRANSFER);
    state = asking(now, 0);
    return UNDERWAY;
  }

  private void observe(TransferEvent event) {
    effects.accept(new Effect.Observed(event));
  }
}
