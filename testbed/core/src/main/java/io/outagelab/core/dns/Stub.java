package io.outagelab.core.dns;

import io.outagelab.core.Machine;
import io.outagelab.core.Tick;
import io.outagelab.core.Timers;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload;
import io.outagelab.core.net.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A stub resolver (RFC 1034 §5.3.1): asks a recursive resolver, tries again, gives up, and keeps
 * what it was told for its TTL.
 *
 * <p>It is a component: its owner forwards packets to it, and they are taken only if they answer an
 * open question from the server that was asked, on the port and with the id that were drawn for it
 * (RFC 5452 §9).
 */
public final class Stub implements Machine<Stub.Input, Stub.Effect> {
  /** What can happen to a stub. */
  public sealed interface Input {
    /** Look this up; {@code key} comes back with the result. A key in use is replaced. */
    record Ask(long key, Question question) implements Input {}

    /** A packet came in; one that is not for this stub is ignored. */
    record Received(Packet packet) implements Input {}

    /** A packet of the stub's could not be sent. */
    record Unroutable(Packet packet) implements Input {}
  }

  /** What a stub wants done. */
  public sealed interface Effect {
    /** Send this query. */
    record Send(Packet packet) implements Effect {}

    /** The lookup with this key has ended. */
    record Finished(long key, Lookup lookup) implements Effect {}
  }

  /** A question on its way: which attempt it is at and what that attempt drew. */
  private record Pending(long key, Question question, int attempt, Endpoint from, int id) {}

  private record Cached(Lookup lookup, Tick until) {}

  /** More names than this are not kept: a client visits a handful. */
  private static final int MAX_CACHED = 1_000;

  private static final int FIRST_EPHEMERAL_PORT = 1_024;

  private final IpAddress self;
  private final StubPolicy policy;
  private final RandomGenerator random;
  private final Map<Long, Pending> pending = new HashMap<>();
  private final Map<Endpoint, Long> keyBySource = new HashMap<>();
  private final Timers<Long> timers = new Timers<>();
  private final Map<Question, Cached> cache = new LinkedHashMap<>();

  /** A stub at this address. */
  public Stub(IpAddress self, StubPolicy policy, RandomGenerator random) {
    this.self = self;
    this.policy = policy;
    this.random = random;
  }

  @Override
  public List<Effect> handle(Tick now, Input input) {
    return switch (input) {
      case Input.Ask(long key, Question question) -> ask(now, key, question);
      case Input.Received(Packet packet) -> received(now, packet);
      case Input.Unroutable(Packet packet) -> unroutable(now, packet);
    };
  }

  @Override
  public List<Effect> expire(Tick now) {
    List<Effect> effects = new ArrayList<>();
    for (long key : timers.due(now)) {
      Pending late = pending.get(key);
      if (late != null) {
        effects.add(next(now, late, Lookup.TIMEOUT));
      }
    }
    return effects;
  }

  @Override
  public Tick deadline() {
    return timers.deadline();
  }

  private List<Effect> ask(Tick now, long key, Question question) {
    Cached cached = cache.get(question);
    if (cached != null && cached.until().isAfter(now)) {
      return List.of(
          new Effect.Finished(key, new Lookup(Lookup.NOERROR, cached.lookup().addresses(), true)));
    }
    cache.remove(question);
    forget(key);
    return List.of(attempt(now, key, question, 0));
  }

  private Effect attempt(Tick now, long key, Question question, int attempt) {
    Pending query = new Pending(key, question, attempt, freeSource(), random.nextInt(65_536));
    pending.put(key, query);
    keyBySource.put(query.from(), key);
    timers.set(key, now.plus(policy.timeout()));
    Message message = DnsCodec.withEdns(DnsCodec.query(query.id(), question, true));
    byte[] octets = DnsCodec.encode(message, DnsCodec.MAX_TCP);
    return new Effect.Send(
        new Packet(Transport.UDP, query.from(), server(attempt), new Payload.Bytes(octets)));
  }

  private Endpoint freeSource() {
    Endpoint source;
    do {
      source = new Endpoint(self, random.nextInt(FIRST_EPHEMERAL_PORT, 65_536));
    } while (keyBySource.containsKey(source));
    return source;
  }

  private Endpoint server(int attempt) {
    return policy.servers().get(attempt % policy.servers().size());
  }

  /** The next attempt, or the end with the reason why the last one failed. */
  private Effect next(Tick now, Pending failed, String reason) {
    forget(failed.key());
    int attempt = failed.attempt() + 1;
    if (attempt < policy.attempts() * policy.servers().size()) {
      return attempt(now, failed.key(), failed.question(), attempt);
    }
    return finish(failed.key(), Lookup.failed(reason));
  }

  private Effect finish(long key, Lookup lookup) {
    forget(key);
    return new Effect.Finished(key, lookup);
  }

  private void forget(long key) {
    Pending query = pending.remove(key);
    if (query != null) {
      keyBySource.remove(query.from());
      timers.cancel(key);
    }
  }

  private List<Effect> unroutable(Tick now, Packet packet) {
    return open(packet.from(), packet.to())
        .map(query -> next(now, query, Lookup.UNREACHABLE))
        .stream()
        .toList();
  }

  private List<Effect> received(Tick now, Packet packet) {
    return open(packet.to(), packet.from())
        .flatMap(query -> reply(query, packet).map(reply -> conclude(now, query, reply)))
        .stream()
        .toList();
  }

  /** The message in the packet, if it is the reply to this query. */
  private static Optional<Message> reply(Pending query, Packet packet) {
    if (!(packet.payload() instanceof Payload.Bytes(byte[] octets))) {
      return Optional.empty();
    }
    return DnsCodec.decode(octets)
        .filter(
            message ->
                message.getHeader().getID() == query.id()
                    && message.getHeader().getFlag(Flags.QR)
                    && query.question().isAskedBy(message));
  }

  /** The open question sent from here to this server, if there is one. */
  private Optional<Pending> open(Endpoint from, Endpoint server) {
    return Optional.ofNullable(keyBySource.get(from))
        .map(pending::get)
        .filter(query -> server(query.attempt()).equals(server));
  }

  private Effect conclude(Tick now, Pending query, Message reply) {
    int rcode = reply.getHeader().getRcode();
    if (rcode != Rcode.NOERROR) {
      return finish(query.key(), Lookup.failed(Rcode.string(rcode)));
    }
    List<IpAddress> addresses = new ArrayList<>();
    long ttl = follow(query.question(), reply.getSection(Section.ANSWER), addresses);
    if (addresses.isEmpty()) {
      return finish(query.key(), Lookup.failed(Lookup.NODATA));
    }
    Lookup lookup = new Lookup(Lookup.NOERROR, addresses, false);
    if (policy.caches() && ttl > 0 && cache.size() < MAX_CACHED) {
      cache.put(query.question(), new Cached(lookup, now.plus(Duration.ofSeconds(ttl))));
    }
    return finish(query.key(), lookup);
  }

  /** Follows the alias chain to addresses; returns the lowest TTL on the way. */
  private static long follow(Question question, List<Record> answer, List<IpAddress> addresses) {
    Name owner = question.name();
    long ttl = Long.MAX_VALUE;
    for (int links = 0; links <= answer.size(); links++) {
      Name alias = null;
      for (Record rr : answer) {
        if (!rr.getName().equals(owner)) {
          continue;
        }
        if (rr.getType() == question.type()) {
          ttl = Math.min(ttl, rr.getTTL());
          addresses.addAll(RRset.of(List.of(rr)).addresses());
        } else if (rr.getType() == Type.CNAME) {
          ttl = Math.min(ttl, rr.getTTL());
          alias = ((CNAMERecord) rr).getTarget();
        }
      }
      if (alias == null || !addresses.isEmpty()) {
        return ttl;
      }
      owner = alias;
    }
    return ttl;
  }
}
