package io.outagelab.authoritative;

import io.outagelab.authoritative.transfer.Transfers;
import io.outagelab.core.Event;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.Machine;
import io.outagelab.core.Tick;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.Transport;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * One authoritative name server at one site: answers queries by its {@link Authority}, gives whole
 * zones by its {@link Transfers}, and reports its load.
 *
 * <p>Reporting intervals are aligned to the world's start. An interval without a query needs no
 * timer and makes no report.
 */
public final class NameServer implements Machine<NameServer.Input, NameServer.Effect> {
  /** What can happen to a name server. */
  public sealed interface Input {
    /**
     * A message came in.
     *
     * @param transport how
     * @param client who sent it
     * @param local the address and port it was sent to; the answer leaves from there
     * @param message its octets
     */
    record ClientQuery(Transport transport, Endpoint client, Endpoint local, byte[] message)
        implements Input {}

    /**
     * From now on, answer by this authority: its zones have changed.
     *
     * @param expired the zones that it ought to serve, but cannot
     */
    record Serve(Authority authority, ExpiredZones expired) implements Input {
      /** With every zone in date. */
      public Serve(Authority authority) {
        this(authority, ExpiredZones.NONE);
      }
    }
  }

  /** What a name server wants done. */
  public sealed interface Effect {
    /** Send this response from the local endpoint to the client. */
    record AnswerClient(Transport transport, Endpoint local, Endpoint client, byte[] message)
        implements Effect {}

    /**
     * Send these responses, in order, on the connection that the client opened to the local
     * endpoint. There may be many: each is to be taken when those before it are written.
     */
    record StreamToClient(Endpoint local, Endpoint client, Iterator<byte[]> messages)
        implements Effect {}

    /** Record this event. */
    record Observed(Event event) implements Effect {}
  }

  private final String service;
  private final String site;
  private final Duration reportInterval;
  private final Responder responder;
  private final QueryView view = new QueryView();
  private final Transfers transfers;
  private final QueryCounts counts = new QueryCounts();
  private Authority authority;
  private ExpiredZones expired = ExpiredZones.NONE;
  private Tick deadline = Tick.NEVER;
  private long received;
  private long answered;
  private long malformed;
  private long withheld;
  private long receivedBefore;
  private long answeredBefore;

  /** A server that has received nothing yet, and answers whoever asks. */
  public NameServer(
      String service,
      String site,
      Authority authority,
      Duration reportInterval,
      Transfers transfers) {
    this(service, site, authority, reportInterval, transfers, new Responder());
  }

  /**
   * A server that has received nothing yet.
   *
   * @param service the service it is an instance of
   * @param site where it stands
   * @param authority what it answers
   * @param reportInterval how often its load is reported: a minute of the world, scaled
   * @param transfers who gets whole zones, and whose signatures count
   * @param responder answers ordinary questions: whoever asks, or behind a guard
   */
  public NameServer(
      String service,
      String site,
      Authority authority,
      Duration reportInterval,
      Transfers transfers,
      Responder responder) {
    this.service = service;
    this.site = site;
    this.authority = authority;
    this.reportInterval = reportInterval;
    this.transfers = transfers;
    this.responder = responder;
    if (!reportInterval.isPositive()) {
      throw new LabConfigurationException(
          "report interval of %s at %s: longer than 0 is allowed, not %s"
              .formatted(service, site, reportInterval));
    }
  }

  @Override
  public List<Effect> handle(Tick now, Input input) {
    return switch (input) {
      case Input.ClientQuery query -> answer(now, query);
      case Input.Serve(Authority other, ExpiredZones outOfDate) -> {
        transfers.zonesChanged(authority.zones(), other.zones());
        authority = other;
        expired = outOfDate;
        yield List.of();
      }
    };
  }

  private List<Effect> answer(Tick now, Input.ClientQuery query) {
    received++;
    byte[] message = query.message();
    counts.asked(query.transport(), query.client().address().octets(), message, message.length);
    if (deadline.equals(Tick.NEVER)) {
      deadline = endOfInterval(now);
    }
    Iterator<byte[]> responses = responses(now, query);
    if (!responses.hasNext()) {
      if (DnsCodec.isRequest(message, message.length)) {
        withheld++;
      } else {
        malformed++;
      }
      return List.of();
    }
    answered++;
    byte[] first = responses.next();
    counts.answered(first);
    return List.of(
        responses.hasNext()
            ? new Effect.StreamToClient(query.local(), query.client(), new Begun(first, responses))
            : new Effect.AnswerClient(query.transport(), query.local(), query.client(), first));
  }

  /** Messages of which the first has been made. */
  private static final class Begun implements Iterator<byte[]> {
    private final byte[] first;
    private final Iterator<byte[]> others;
    private boolean begun;

    Begun(byte[] first, Iterator<byte[]> others) {
      this.first = first;
      this.others = others;
    }

    @Override
    public boolean hasNext() {
      return !begun || others.hasNext();
    }

    @Override
    public byte[] next() {
      if (begun) {
        return others.next();
      }
      begun = true;
      return first;
    }
  }

  private Iterator<byte[]> responses(Tick now, Input.ClientQuery query) {
    return transfers.respond(
        now,
        query.transport(),
        query.client().address(),
        query.message(),
        authority.zones(),
        message ->
            expired
                .failure(message, view, authority.zones())
                .or(() -> ordinary(now, query, message)));
  }

  private Optional<byte[]> ordinary(Tick now, Input.ClientQuery asked, byte[] query) {
    byte[] client = asked.client().address().octets();
    int size =
        responder.answer(authority, asked.transport(), client, now.nanos(), query, query.length);
    return size == Responder.SILENT
        ? Optional.empty()
        : Optional.of(Arrays.copyOf(responder.response(), size));
  }

  private Tick endOfInterval(Tick now) {
    long length = reportInterval.toNanos();
    return new Tick((now.nanos() / length + 1) * length);
  }

  @Override
  public List<Effect> expire(Tick now) {
    if (deadline.isAfter(now)) {
      return List.of();
    }
    ServerLoad load =
        new ServerLoad(service, site, received - receivedBefore, answered - answeredBefore);
    receivedBefore = received;
    answeredBefore = answered;
    deadline = Tick.NEVER;
    return List.of(new Effect.Observed(load));
  }

  @Override
  public Tick deadline() {
    return deadline;
  }

  /** The service it is an instance of. */
  public String service() {
    return service;
  }

  /** Where it stands. */
  public String site() {
    return site;
  }

  /** What it answers by. */
  public Authority authority() {
    return authority;
  }

  /** The zones that it ought to serve, but cannot. */
  public ExpiredZones expired() {
    return expired;
  }

  /** What it was asked and answered, by kind; any thread may read it. */
  public QueryCounts counts() {
    return counts;
  }

  /** How many messages came in. */
  public long received() {
    return received;
  }

  /** How many were answered. */
  public long answered() {
    return answered;
  }

  /** How many were no queries at all, and so got no answer. */
  public long malformed() {
    return malformed;
  }

  /** How many queries got no answer because like answers had been given too often. */
  public long withheld() {
    return withheld;
  }

  @Override
  public String toString() {
    return "name server " + service + "@" + site;
  }
}
