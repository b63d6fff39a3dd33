package io.outagelab.authoritative;

import io.outagelab.authoritative.transfer.IncomingNotify;
import io.outagelab.authoritative.transfer.Notifier;
import io.outagelab.authoritative.transfer.Secondary;
import io.outagelab.authoritative.transfer.StoredZone;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.Event;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.Machine;
import io.outagelab.core.Tick;
import io.outagelab.core.Timers;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.Transport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.xbill.DNS.Name;

/**
 * A name server whose zones move: a {@link NameServer}, a {@link Secondary} for each zone that
 * another server is the primary of, and a {@link Notifier} that tells of every zone that changes.
 *
 * <pre>
 *                    ┌ NOTIFY of a copied zone ─▶ Secondary ─▶ AskServer
 *  ClientQuery ──────┤                            │ ▲
 *                    └ anything else ─▶ NameServer│ └───────── ServerReply ◀── the primary
 *                                        ▲        ▼                 │
 *  ReplaceZones ────────────────────▶ zones ◀── ServeZone           ▼
 *                                        └ a serial grew ─▶ Notifier ─▶ AskServer
 * </pre>
 */
public final class ReplicatingServer
    implements Machine<ReplicatingServer.Input, ReplicatingServer.Effect> {
  /** What can happen to the server. */
  public sealed interface Input {
    /** It has started, perhaps with copies of zones from before. */
    record Started(List<StoredZone> stored) implements Input {}

    /** A message came in at the address and port {@code local} that it listens on. */
    record ClientQuery(Transport transport, Endpoint client, Endpoint local, byte[] message)
        implements Input {}

    /** A message came from a server that was asked from {@code local}. */
    record ServerReply(Transport transport, Endpoint server, Endpoint local, byte[] message)
        implements Input {}

    /** A request could not be sent, or its connection has ended. */
    record ServerUnreachable(Transport transport, Endpoint server, Endpoint local)
        implements Input {}

    /** These are the zones it is the primary of, in place of those before. */
    record ReplaceZones(ZoneSet zones) implements Input {}
  }

  /** What the server wants done. */
  public sealed interface Effect {
    /** Send this response from the local endpoint to the client. */
    record AnswerClient(Transport transport, Endpoint local, Endpoint client, byte[] message)
        implements Effect {}

    /** Send these responses, in order, each when those before it are written. */
    record StreamToClient(Endpoint local, Endpoint client, Iterator<byte[]> messages)
        implements Effect {}

    /**
     * Send a request to a server, from this own address and port. Over TCP, hand over every message
     * that comes back on the connection until it is to be closed.
     */
    record AskServer(Transport transport, Endpoint local, Endpoint server, byte[] message)
        implements Effect {}

    /** Close the connection: nothing more is expected on it. */
    record CloseConnection(Endpoint local, Endpoint server) implements Effect {}

    /** Keep this copy for the next start: see {@link Secondary.Effect.StoreZone}. */
    record StoreZone(StoredZone copy) implements Effect {}

    /** Record this event. */
    record Observed(Event event) implements Effect {}
  }

  private record Path(Endpoint local, Endpoint server) {}

  private final NameServer server;
  private final Notifier notifier;

  /** By the apex of their zones. */
  private final SortedMap<Name, Secondary> secondaries = new TreeMap<>();

  /** Copies that have come and are yet to be served: one change of all zones for any number. */
  private final SortedMap<Name, Zone> arrived = new TreeMap<>();

  /** Zones whose copies are too old and yet to be served no more. */
  private final TreeSet<Name> gone = new TreeSet<>();

  /** The zones whose copies are not there, or are too old. */
  private final TreeSet<Name> expired = new TreeSet<>();

  /** When each secondary next has work: there may be many. */
  private final Timers<Name> deadlines = new Timers<>();

  /** Who asked last on a path, and the paths by who asked. */
  private final Map<Path, Name> askers = new HashMap<>();

  private final Map<Name, Path> paths = new HashMap<>();
  private List<Effect> effects = new ArrayList<>();

  /** A server that has not started; a zone that it is the primary of is not copied as well. */
  public ReplicatingServer(NameServer server, Notifier notifier, List<Secondary> secondaries) {
    this.server = server;
    this.notifier = notifier;
    for (Secondary secondary : secondaries) {
      boolean primary = server.authority().zones().zone(secondary.origin()).isPresent();
      if (primary || this.secondaries.put(secondary.origin(), secondary) != null) {
        throw new LabConfigurationException(
            "zone '%s' is given twice to %s: as its own or as a copy, once"
                .formatted(DnsNames.display(secondary.origin()), server));
      }
      expired.add(secondary.origin());
    }
  }

  @Override
  public List<Effect> handle(Tick now, Input input) {
    switch (input) {
      case Input.Started(List<StoredZone> stored) -> start(now, stored);
      case Input.ClientQuery query -> queried(now, query);
      case Input.ServerReply reply -> replied(now, reply);
      case Input.ServerUnreachable lost -> unreachable(now, lost);
      case Input.ReplaceZones(ZoneSet zones) -> replace(now, zones);
    }
    return done(now);
  }

  @Override
  public List<Effect> expire(Tick now) {
    carryOut(server.expire(now));
    notify(notifier.expire(now));
    for (Name origin : deadlines.due(now)) {
      Optional.ofNullable(secondaries.get(origin))
          .ifPresent(secondary -> copy(now, secondary, secondary.expire(now)));
    }
    return done(now);
  }

  @Override
  public Tick deadline() {
    return Tick.earlier(deadlines.deadline(), Tick.earlier(server.deadline(), notifier.deadline()));
  }

  /** Whether it copies the zone with this apex from another server. */
  public boolean copies(Name origin) {
    return secondaries.containsKey(origin);
  }

  /** The name server within. */
  public NameServer server() {
    return server;
  }

  private List<Effect> done(Tick now) {
    if (!arrived.isEmpty() || !gone.isEmpty()) {
      serve(now, server.authority().zones().without(gone).with(arrived.values()));
      arrived.clear();
      gone.clear();
    }
    List<Effect> done = effects;
    effects = new ArrayList<>();
    return done;
  }

  private void start(Tick now, List<StoredZone> stored) {
    serve(now, server.authority().zones());
    server.authority().zones().zones().forEach(zone -> changed(now, zone));
    Map<Name, StoredZone> copies = new HashMap<>();
    stored.forEach(copy -> copies.put(copy.zone().origin(), copy));
    for (Secondary secondary : secondaries.values()) {
      Optional<StoredZone> copy = Optional.ofNullable(copies.get(secondary.origin()));
      copy(now, secondary, secondary.handle(now, new Secondary.Input.Started(copy)));
    }
  }

  private void queried(Tick now, Input.ClientQuery query) {
    Optional<Secondary> notified =
        IncomingNotify.zoneOf(query.message())
            .flatMap(zone -> Optional.ofNullable(secondaries.get(zone)));
    if (notified.isPresent()) {
      byte[] message = query.message();
      server
          .counts()
          .asked(query.transport(), query.client().address().octets(), message, message.length);
      copy(
          now,
          notified.get(),
          notified
              .get()
              .handle(
                  now,
                  new Secondary.Input.Notified(
                      query.transport(), query.client(), query.local(), query.message())));
    } else {
      carryOut(
          server.handle(
              now,
              new NameServer.Input.ClientQuery(
                  query.transport(), query.client(), query.local(), query.message())));
    }
  }

  private void replied(Tick now, Input.ServerReply reply) {
    Optional<Secondary> asker = asker(reply.local(), reply.server());
    if (asker.isPresent()) {
      copy(
          now,
          asker.get(),
          asker
              .get()
              .handle(
                  now,
                  new Secondary.Input.ServerReply(
                      reply.transport(), reply.server(), reply.local(), reply.message())));
    } else {
      notify(
          notifier.handle(
              now,
              new Notifier.Input.ServerReply(
                  reply.transport(), reply.server(), reply.local(), reply.message())));
    }
  }

  private void unreachable(Tick now, Input.ServerUnreachable lost) {
    asker(lost.local(), lost.server())
        .ifPresent(
            secondary ->
                copy(
                    now,
                    secondary,
                    secondary.handle(
                        now,
                        new Secondary.Input.ServerUnreachable(
                            lost.transport(), lost.server(), lost.local()))));
  }

  private Optional<Secondary> asker(Endpoint local, Endpoint remote) {
    return Optional.ofNullable(askers.get(new Path(local, remote)))
        .flatMap(origin -> Optional.ofNullable(secondaries.get(origin)));
  }

  /** The zones given, with the copies beside them. */
  private void replace(Tick now, ZoneSet zones) {
    ZoneSet before = server.authority().zones();
    ZoneSet after = zones;
    for (Zone zone : before.zones()) {
      if (secondaries.containsKey(zone.origin())) {
        after = after.with(zone);
      }
    }
    serve(now, after);
    for (Zone zone : after.zones()) {
      boolean grown =
          before
              .zone(zone.origin())
              .map(old -> zone.serial().isNewerThan(old.serial()))
              .orElse(true);
      if (grown) {
        changed(now, zone);
      }
    }
  }

  private void serve(Tick now, ZoneSet zones) {
    carryOut(
        server.handle(
            now,
            new NameServer.Input.Serve(
                server.authority().serving(zones), new ExpiredZones(expired))));
  }

  private void changed(Tick now, Zone zone) {
    notify(notifier.handle(now, new Notifier.Input.ZoneChanged(zone)));
  }

  private void copy(Tick now, Secondary secondary, List<Secondary.Effect> wanted) {
    Name origin = secondary.origin();
    deadlines.set(origin, secondary.deadline());
    for (Secondary.Effect effect : wanted) {
      switch (effect) {
        case Secondary.Effect.AskServer(var transport, var local, var remote, byte[] message) -> {
          remember(origin, new Path(local, remote));
          effects.add(new Effect.AskServer(transport, local, remote, message));
        }
        case Secondary.Effect.CloseConnection(var local, var remote) ->
            effects.add(new Effect.CloseConnection(local, remote));
        case Secondary.Effect.AnswerClient(
                var transport,
                var local,
                var client,
                byte[] message) -> {
          server.counts().answered(message);
          effects.add(new Effect.AnswerClient(transport, local, client, message));
        }
        case Secondary.Effect.ServeZone(Zone zone) -> {
          expired.remove(origin);
          gone.remove(origin);
          arrived.put(origin, zone);
          changed(now, zone);
        }
        case Secondary.Effect.StoreZone(StoredZone stored) ->
            effects.add(new Effect.StoreZone(stored));
        case Secondary.Effect.ExpireZone(Name zone) -> {
          expired.add(zone);
          arrived.remove(zone);
          gone.add(zone);
        }
        case Secondary.Effect.Observed(Event event) -> effects.add(new Effect.Observed(event));
      }
    }
  }

  private void remember(Name origin, Path path) {
    Path before = paths.put(origin, path);
    if (before != null) {
      askers.remove(before, origin);
    }
    askers.put(path, origin);
  }

  private void carryOut(List<NameServer.Effect> wanted) {
    for (NameServer.Effect effect : wanted) {
      effects.add(
          switch (effect) {
            case NameServer.Effect.AnswerClient(
                    var transport,
                    var local,
                    var client,
                    byte[] message) ->
                new Effect.AnswerClient(transport, local, client, message);
            case NameServer.Effect.StreamToClient(var local, var client, var messages) ->
                new Effect.StreamToClient(local, client, messages);
            case NameServer.Effect.Observed(Event event) -> new Effect.Observed(event);
          });
    }
  }

  private void notify(List<Notifier.Effect> wanted) {
    for (Notifier.Effect effect : wanted) {
      effects.add(
          switch (effect) {
            case Notifier.Effect.AskServer(var transport, var local, var remote, byte[] message) ->
                new Effect.AskServer(transport, local, remote, message);
            case Notifier.Effect.Observed(Event event) -> new Effect.Observed(event);
          });
    }
  }

  @Override
  public String toString() {
    return "replicating " + server;
  }
}
