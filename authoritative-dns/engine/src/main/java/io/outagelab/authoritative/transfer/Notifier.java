package io.outagelab.authoritative.transfer;

import io.outagelab.authoritative.zone.Serial;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.core.Event;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.Machine;
import io.outagelab.core.Tick;
import io.outagelab.core.Timers;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.Question;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Tells secondaries that a zone has changed (RFC 1996), so that they need not find out by
 * themselves. Each NOTIFY is sent over UDP until it is answered, less and less often, and given up
 * after some tries; a newer version of the zone takes the place of one not yet answered.
 */
public final class Notifier implements Machine<Notifier.Input, Notifier.Effect> {
  /** What can happen to a notifier. */
  public sealed interface Input {
    /** The server serves this version now. */
    record ZoneChanged(Zone zone) implements Input {}

    /** A message came from a secondary to the own address and port {@code local}. */
    record ServerReply(Transport transport, Endpoint server, Endpoint local, byte[] message)
        implements Input {}

    /** A NOTIFY could not be sent: it counts as one that was not answered. */
    record ServerUnreachable(Transport transport, Endpoint server, Endpoint local)
        implements Input {}
  }

  /** What a notifier wants done. */
  public sealed interface Effect {
    /** Send a request to a secondary, from this own address and port. */
    record AskServer(Transport transport, Endpoint local, Endpoint server, byte[] message)
        implements Effect {}

    /** Record this event. */
    record Observed(Event event) implements Effect {}
  }

  /**
   * How patient a notifier is.
   *
   * @param firstWait how long the first try waits for an answer; each further one twice as long
   * @param tries how often a NOTIFY is sent
   */
  public record Patience(Duration firstWait, int tries) {
    /** Five tries in about five minutes, as RFC 1996 §3.6 has it, but begun sooner. */
    public static final Patience USUAL = new Patience(Duration.ofSeconds(10), 5);

    private static final int MOST_TRIES = 16;

    /** Rejects what would never wait or never try. */
    public Patience {
      if (!firstWait.isPositive() || tries < 1 || tries > MOST_TRIES) {
        throw new LabConfigurationException(
            "patience of a notifier: a wait longer than 0 and 1 to %d tries are allowed, not %s, %d"
                .formatted(MOST_TRIES, firstWait, tries));
      }
    }
  }

  /** What is to be told to whom: there is one NOTIFY of each at a time. */
  private record Matter(Name origin, RemoteServer secondary) {}

  private record Path(Endpoint local, Endpoint secondary) {}

  private record Pending(Exchange exchange, SOARecord soa, int attempt) {}

  private final Function<Name, List<RemoteServer>> secondaries;
  private final List<IpAddress> addresses;
  private final Instant epoch;
  private final Patience patience;
  private final RandomGenerator random;
  private final Timers<Matter> timers = new Timers<>();
  private final Map<Matter, Pending> pending = new HashMap<>();

  /** By the path that a NOTIFY took; one that happens to take the same is sent again. */
  private final Map<Path, Matter> matters = new HashMap<>();

  private List<Effect> effects = new ArrayList<>();

  /**
   * A notifier that has nothing to tell yet.
   *
   * @param secondaries who is told of a zone
   * @param addresses its own, to send from: one of each secondary's family
   * @param epoch the instant of tick zero, by the clock that signatures tell
   * @param random for ids and ports; a secure source in a live node
   */
  public Notifier(
      Function<Name, List<RemoteServer>> secondaries,
      List<IpAddress> addresses,
      Instant epoch,
      Patience patience,
      RandomGenerator random) {
    this.secondaries = secondaries;
    this.addresses = List.copyOf(addresses);
    this.epoch = epoch;
    this.patience = patience;
    this.random = random;
  }

  @Override
  public List<Effect> handle(Tick now, Input input) {
    switch (input) {
      case Input.ZoneChanged(Zone zone) ->
          secondaries
              .apply(zone.origin())
              .forEach(
                  secondary ->
                      send(now, new Matter(zone.origin(), secondary), zone.soaRecord(), 0));
      case Input.ServerReply reply -> replied(now, reply);
      case Input.ServerUnreachable lost -> {
        // Perhaps only for now: the next try comes in its time.
      }
    }
    return done();
  }

  @Override
  public List<Effect> expire(Tick now) {
    for (Matter matter : timers.due(now)) {
      Pending unanswered = forget(matter);
      if (unanswered.attempt() + 1 < patience.tries()) {
        send(now, matter, unanswered.soa(), unanswered.attempt() + 1);
      } else {
        observe(
            new TransferEvent.NotifyAbandoned(
                matter.origin(), Serial.of(unanswered.soa()), matter.secondary().address()));
      }
    }
    return done();
  }

  @Override
  public Tick deadline() {
    return timers.deadline();
  }

  private List<Effect> done() {
    List<Effect> done = effects;
    effects = new ArrayList<>();
    return done;
  }

  private void send(Tick now, Matter matter, SOARecord soa, int attempt) {
    if (pending.containsKey(matter)) {
      forget(matter);
    }
    Endpoint local = Exchange.source(addresses, matter.secondary(), random);
    Exchange exchange =
        new Exchange(
            Transport.UDP,
            local,
            matter.secondary(),
            notification(matter.origin(), soa),
            epoch.plus(now.sinceStart()));
    pending.put(matter, new Pending(exchange, soa, attempt));
    matters.put(new Path(local, matter.secondary().address()), matter);
    timers.set(matter, now.plus(patience.firstWait().multipliedBy(1L << attempt)));
    effects.add(
        new Effect.AskServer(
            Transport.UDP, local, matter.secondary().address(), exchange.octets()));
  }

  /** RFC 1996 §3.7: the question, and the new SOA record as a hint. */
  private Message notification(Name origin, SOARecord soa) {
    Message message =
        DnsCodec.query(random.nextInt(Exchange.IDS), Question.of(origin, Type.SOA), false);
    message.getHeader().setOpcode(Opcode.NOTIFY);
    message.getHeader().setFlag(Flags.AA);
    message.addRecord(soa, Section.ANSWER);
    return message;
  }

  /** Any response ends the matter, whatever its rcode (RFC 1996 §4.8). */
  private void replied(Tick now, Input.ServerReply reply) {
    Matter matter = matters.get(new Path(reply.local(), reply.server()));
    Pending asked = matter == null ? null : pending.get(matter);
    if (matter == null
        || asked == null
        || !asked.exchange().isOn(reply.transport(), reply.server(), reply.local())
        || asked.exchange().response(reply.message(), epoch.plus(now.sinceStart())).isEmpty()) {
      return;
    }
    forget(matter);
    timers.cancel(matter);
    observe(
        new TransferEvent.SecondaryNotified(
            matter.origin(), Serial.of(asked.soa()), matter.secondary().address()));
  }

  private Pending forget(Matter matter) {
    Pending forgotten = pending.remove(matter);
    if (forgotten == null) {
      throw new IllegalStateException("nothing is pending for " + matter);
    }
    matters.remove(new Path(forgotten.exchange().local(), matter.secondary().address()), matter);
    return forgotten;
  }

  private void observe(TransferEvent event) {
    effects.add(new Effect.Observed(event));
  }

  @Override
  public String toString() {
    return "notifier of " + addresses;
  }
}
