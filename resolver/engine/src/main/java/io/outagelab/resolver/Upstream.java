package io.outagelab.resolver;

import io.outagelab.core.Tick;
import io.outagelab.core.Timers;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.Question;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Transport;
import io.outagelab.resolver.Query.Path;
import io.outagelab.resolver.Resolver.Effect;
import io.outagelab.resolver.TimerKey.ReplyOverdue;
import io.outagelab.resolver.cache.ServerCache;
import io.outagelab.resolver.reply.Delegation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;

/**
 * The queries on their way to name servers. Each leaves from a random port with a random id, and
 * only a reply that comes back the same way, with that id and question, is its reply (RFC 5452 §9).
 */
final class Upstream {
  private static final int FIRST_PORT = 1024;
  private static final int PORTS = 65_536;
  private static final int IDS = 65_536;

  /** A TCP exchange takes a round trip more, for the handshake. */
  private static final int TCP_PATIENCE = 2;

  private final List<IpAddress> addresses;
  private final ServerCache servers;
  private final ResolverPolicy policy;
  private final RandomGenerator random;
  private final Timers<TimerKey> timers;
  private final Tally tally;
  private final Consumer<Effect> effects;
  private final Map<Path, Query> waiting = new HashMap<>();

  /**
   * Nothing on its way.
   *
   * @param addresses the resolver's own
   */
  Upstream(
      List<IpAddress> addresses,
      ServerCache servers,
      ResolverPolicy policy,
      RandomGenerator random,
      Timers<TimerKey> timers,
      Tally tally,
      Consumer<Effect> effects) {
    this.addresses = List.copyOf(addresses);
    this.servers = servers;
    this.policy = policy;
    this.random = random;
    this.timers = timers;
    this.tally = tally;
    this.effects = effects;
  }

  /** Sends the resolution's current question to one of the delegation's servers. */
  Query ask(
      Tick now,
      Resolution resolution,
      Delegation delegation,
      IpAddress server,
      Transport transport) {
    Question question = resolution.current();
    int earlier = resolution.sends(delegation.zone(), server, transport);
    boolean edns = servers.takesEdns(now, server);
    Path path = freePath(transport, new Endpoint(server, DnsCodec.PORT));
    int id = random.nextInt(IDS);
    Query query = new Query(path, id, question, resolution.id(), delegation, edns, now);
    waiting.put(path, query);
    timers.set(new ReplyOverdue(path), now.plus(patience(now, server, transport, earlier)));
    resolution.sent(delegation.zone(), server, transport);
    tally.add(Tally.Count.SENT);
    Message message = DnsCodec.query(id, question, false);
    effects.accept(
        new Effect.AskServer(
            transport,
            path.local(),
            path.server(),
            DnsCodec.encode(edns ? DnsCodec.withEdns(message) : message, DnsCodec.MAX_TCP)));
    return query;
  }

  /** The query that this is the reply to. It waits no longer. */
  Optional<Query> answered(Path path, Message reply) {
    Query query = waiting.get(path);
    if (query == null
        || !reply.getHeader().getFlag(Flags.QR)
        || reply.getHeader().getID() != query.id()
        || !query.question().isAskedBy(reply)) {
      return Optional.empty();
    }
    forget(query);
    return Optional.of(query);
  }

  /** The query on this path, which gets no reply. It waits no longer. */
  Optional<Query> failed(Path path) {
    Query query = waiting.get(path);
    if (query == null) {
      return Optional.empty();
    }
    forget(query);
    return Optional.of(query);
  }

  /** Waits no longer for a reply. */
  void forget(Query query) {
    waiting.remove(query.path());
    timers.cancel(new ReplyOverdue(query.path()));
  }

  /** How many queries wait for a reply. */
  int size() {
    return waiting.size();
  }

  private Duration patience(Tick now, IpAddress server, Transport transport, int earlier) {
    Duration first = servers.patience(now, server, policy.queryTimeout());
    Duration backedOff = first.multipliedBy(1L << earlier);
    return transport == Transport.TCP ? backedOff.multipliedBy(TCP_PATIENCE) : backedOff;
  }

  private Path freePath(Transport transport, Endpoint server) {
    IpAddress own =
        addresses.stream()
            .filter(address -> address.family() == server.address().family())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no own address to ask " + server));
    Path path;
    do {
      path = new Path(transport, new Endpoint(own, random.nextInt(FIRST_PORT, PORTS)), server);
    } while (waiting.containsKey(path));
    return path;
  }
}
