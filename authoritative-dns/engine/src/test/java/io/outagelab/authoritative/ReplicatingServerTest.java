package io.outagelab.authoritative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.authoritative.ReplicatingServer.Effect;
import io.outagelab.authoritative.ReplicatingServer.Input;
import io.outagelab.authoritative.transfer.Notifier;
import io.outagelab.authoritative.transfer.Notifier.Patience;
import io.outagelab.authoritative.transfer.RemoteServer;
import io.outagelab.authoritative.transfer.Secondary;
import io.outagelab.authoritative.transfer.SecondaryConfig;
import io.outagelab.authoritative.transfer.StoredZone;
import io.outagelab.authoritative.transfer.TransferPolicy;
import io.outagelab.authoritative.transfer.TransferPolicy.Grant;
import io.outagelab.authoritative.transfer.Transfers;
import io.outagelab.authoritative.tsig.TsigAlgorithm;
import io.outagelab.authoritative.tsig.TsigKey;
import io.outagelab.authoritative.tsig.TsigKeys;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.Tick;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import io.outagelab.core.net.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

/**
 * A primary, its secondary and a secondary of that one, in virtual time over a network in memory.
 */
class ReplicatingServerTest {
  private static final Instant EPOCH = Instant.ofEpochSecond(1_700_000_000);
  private static final TsigKey KEY =
      TsigKey.of("transfer", TsigAlgorithm.HMAC_SHA256, "c2VjcmV0IG9mIHRoZSB0ZXN0cw==");
  private static final Endpoint PRIMARY = Endpoint.of("192.0.2.1", 53);
  private static final Endpoint SECOND = Endpoint.of("192.0.2.2", 53);
  private static final Endpoint THIRD = Endpoint.of("192.0.2.3", 53);
  private static final Endpoint CLIENT = Endpoint.of("203.0.113.1", 40_000);

  private final Map<Endpoint, ReplicatingServer> servers = new LinkedHashMap<>();
  private final Deque<Runnable> network = new ArrayDeque<>();
  private final List<String> seen = new ArrayList<>();
  private final List<StoredZone> stored = new ArrayList<>();
  private Tick now = Tick.ZERO;
  private boolean partitioned;

  private static Zone version(long serial, String... more) {
    return TestZones.zone(
        "moving",
        """
        @ 300 SOA ns.moving. h.moving. %d 600 60 3600 60
        @ 300 NS ns
        ns 300 A 192.0.2.1
        %s
        """
            .formatted(serial, String.join("\n", more)));
  }

  private static ReplicatingServer server(
      Endpoint own, List<Zone> zones, List<Endpoint> primaries, List<Endpoint> secondaries) {
    TransferPolicy policy = new TransferPolicy(List.of(Grant.of(Prefix.of("192.0.2.0/24"), KEY)));
    NameServer server =
        new NameServer(
            "dns",
            own.address().toString(),
            new Authority(ZoneSet.of(zones), "test"),
            Duration.ofMinutes(1),
            new Transfers(policy, new TsigKeys(List.of(KEY)), EPOCH, 1_000));
    List<IpAddress> addresses = List.of(own.address());
    List<RemoteServer> told =
        secondaries.stream().map(address -> RemoteServer.of(address, KEY)).toList();
    Notifier notifier =
        new Notifier(zone -> told, addresses, EPOCH, Patience.USUAL, new SplittableRandom(1));
    List<Secondary> copies =
        primaries.isEmpty()
            ? List.of()
            : List.of(
                new Secondary(
                    SecondaryConfig.of(
                        DnsNames.of("moving"),
                        primaries.stream().map(a -> RemoteServer.of(a, KEY)).toList(),
                        addresses,
                        EPOCH),
                    new SplittableRandom(2)));
    return new ReplicatingServer(server, notifier, copies);
  }

  @BeforeEach
  void start() {
    servers.put(PRIMARY, server(PRIMARY, List.of(version(1)), List.of(), List.of(SECOND)));
    servers.put(SECOND, server(SECOND, List.of(), List.of(PRIMARY), List.of(THIRD)));
    servers.put(THIRD, server(THIRD, List.of(), List.of(SECOND), List.of()));
    servers.forEach((at, server) -> feed(at, new Input.Started(List.of())));
  }

  private ReplicatingServer at(Endpoint address) {
    return Optional.ofNullable(servers.get(address)).orElseThrow();
  }

  private void feed(Endpoint at, Input input) {
    deliver(at, at(at).handle(now, input));
  }

  private void deliver(Endpoint at, List<Effect> effects) {
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.AskServer(var transport, var local, var remote, byte[] message) ->
            network.add(
                () -> {
                  if (!partitioned) {
                    feed(remote, new Input.ClientQuery(transport, local, remote, message));
                  }
                });
        case Effect.StreamToClient(var local, var client, var messages) ->
            messages.forEachRemaining(
                message ->
                    deliver(
                        at,
                        List.of(new Effect.AnswerClient(Transport.TCP, local, client, message))));
        case Effect.AnswerClient(var transport, var local, var client, byte[] message) -> {
          if (!client.equals(CLIENT)) {
            Endpoint asker = new Endpoint(client.address(), 53);
            network.add(
                () -> {
                  if (!partitioned) {
                    feed(asker, new Input.ServerReply(transport, local, client, message));
                  }
                });
          }
        }
        case Effect.CloseConnection close -> {}
        case Effect.StoreZone(StoredZone copy) -> stored.add(copy);
        case Effect.Observed(var event) -> seen.add(at.address() + " " + event.name());
      }
    }
  }

  /** Lets time pass, and whatever is due happen. */
  private void run(Duration duration) {
    Tick end = now.plus(duration);
    settle();
    while (true) {
      Tick next = Tick.NEVER;
      for (ReplicatingServer server : servers.values()) {
        next = Tick.earlier(next, server.deadline());
      }
      if (next.isAfter(end)) {
        now = end;
        return;
      }
      now = next;
      servers.forEach((at, server) -> deliver(at, server.expire(now)));
      settle();
    }
  }

  private void settle() {
    while (!network.isEmpty()) {
      network.poll().run();
    }
  }

  private Client.Reply ask(Endpoint at, String name) {
    List<Effect> effects =
        at(at)
            .handle(
                now,
                new Input.ClientQuery(
                    Transport.UDP, CLIENT, at, Client.query(name, Type.A).toWire()));
    return effects.stream()
        .filter(Effect.AnswerClient.class::isInstance)
        .map(effect -> new Client.Reply(((Effect.AnswerClient) effect).message()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void secondariesOfSecondariesServeTheZone() {
    assertThat(ask(THIRD, "ns.moving").rcode()).isEqualTo("SERVFAIL");

    run(Duration.ofMinutes(2));

    assertThat(ask(SECOND, "ns.moving").answer()).containsExactly("ns.moving. 300 A 192.0.2.1");
    assertThat(ask(THIRD, "ns.moving").answer()).containsExactly("ns.moving. 300 A 192.0.2.1");
    assertThat(ask(THIRD, "ns.moving").authoritative()).isTrue();
    assertThat(stored).hasSize(2);
  }

  @Test
  void aChangeReachesAllOfThemAtOnceByNotifyAndDifferences() {
    run(Duration.ofMinutes(2));
    seen.clear();

    feed(PRIMARY, new Input.ReplaceZones(ZoneSet.of(List.of(version(2, "new 60 A 192.0.2.9")))));
    run(Duration.ZERO);

    assertThat(ask(THIRD, "new.moving").answer()).containsExactly("new.moving. 60 A 192.0.2.9");
    assertThat(seen)
        .containsExactlyInAnyOrder(
            "192.0.2.1 secondary-notified",
            "192.0.2.2 zone-transferred",
            "192.0.2.2 secondary-notified",
            "192.0.2.3 zone-transferred");
  }

  private long counted(Endpoint at, String proto, String type) {
    return QueryCounts.requests().stream()
        .filter(series -> proto.equals(series.labels().get("proto")))
        .filter(series -> type.equals(series.labels().get("type")))
        .mapToLong(series -> series.sum(List.of(at(at).server().counts())))
        .sum();
  }

  @Test
  void transfersAndNotifyAreCountedLikeOtherQueries() {
    run(Duration.ofMinutes(2));
    assertThat(counted(PRIMARY, "tcp", "AXFR")).isEqualTo(1);
    assertThat(counted(PRIMARY, "udp", "SOA")).isEqualTo(1);
    long before = counted(SECOND, "udp", "SOA");

    feed(PRIMARY, new Input.ReplaceZones(ZoneSet.of(List.of(version(2)))));
    settle();

    assertThat(counted(PRIMARY, "tcp", "IXFR")).isEqualTo(1);
    assertThat(counted(SECOND, "udp", "SOA"))
        .as("the NOTIFY, and the question of the third whom it tells of the change")
        .isEqualTo(before + 2);
  }

  @Test
  void aChangeThatNobodyWasToldOfIsFoundByTheRefresh() {
    run(Duration.ofMinutes(2));
    partitioned = true;
    feed(PRIMARY, new Input.ReplaceZones(ZoneSet.of(List.of(version(2, "new 60 A 192.0.2.9")))));
    run(Duration.ofMinutes(6));
    partitioned = false;

    run(Duration.ofMinutes(21));

    assertThat(ask(THIRD, "new.moving").answer()).hasSize(1);
    assertThat(seen).contains("192.0.2.1 notify-abandoned");
  }

  @Test
  void copiesExpireWhenThePrimaryIsGoneAndReviveWhenItIsBack() {
    run(Duration.ofMinutes(2));
    partitioned = true;

    run(Duration.ofMinutes(57));
    assertThat(ask(SECOND, "ns.moving").rcode()).isEqualTo("NOERROR");
    run(Duration.ofMinutes(15));
    assertThat(ask(SECOND, "ns.moving").rcode()).isEqualTo("SERVFAIL");
    assertThat(ask(THIRD, "ns.moving").rcode()).isEqualTo("SERVFAIL");
    assertThat(ask(PRIMARY, "ns.moving").rcode()).isEqualTo("NOERROR");

    partitioned = false;
    run(Duration.ofMinutes(3));
    assertThat(ask(SECOND, "ns.moving").rcode()).isEqualTo("NOERROR");
    assertThat(ask(THIRD, "ns.moving").rcode()).isEqualTo("NOERROR");
  }

  @Test
  void aRestartedServerServesWhatItHasStored() {
    run(Duration.ofMinutes(2));
    partitioned = true;
    servers.put(SECOND, server(SECOND, List.of(), List.of(PRIMARY), List.of(THIRD)));

    feed(SECOND, new Input.Started(stored));

    assertThat(ask(SECOND, "ns.moving").rcode()).isEqualTo("NOERROR");
  }

  /** As many as there are, they make one change of what is served: hours, if each made its own. */
  @Test
  void aRestartedServerServesTensOfThousandsOfCopiesAtOnce() {
    List<StoredZone> copies = new ArrayList<>();
    List<Secondary> secondaries = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      Zone zone = TestZones.zone("z" + i, "@ 60 SOA ns.else. h 1 600 60 3600 60\n@ 60 NS ns.else.");
      copies.add(new StoredZone(zone, EPOCH));
      secondaries.add(
          new Secondary(
              SecondaryConfig.of(
                  zone.origin(),
                  List.of(RemoteServer.of(PRIMARY)),
                  List.of(SECOND.address()),
                  EPOCH),
              new SplittableRandom(i)));
    }
    NameServer answering =
        new NameServer(
            "dns",
            "second",
            new Authority(ZoneSet.EMPTY, "test"),
            Duration.ofMinutes(1),
            new Transfers(TransferPolicy.NOBODY, TsigKeys.NONE, EPOCH, 1_000));
    Notifier notifier =
        new Notifier(zone -> List.of(), List.of(), EPOCH, Patience.USUAL, new SplittableRandom(1));
    servers.put(SECOND, new ReplicatingServer(answering, notifier, secondaries));

    feed(SECOND, new Input.Started(copies));

    assertThat(at(SECOND).server().authority().zones().zones()).hasSize(20_000);
    assertThat(ask(SECOND, "z19999").rcode()).isEqualTo("NOERROR");
    assertThat(ask(SECOND, "z20000").rcode()).isEqualTo("REFUSED");
  }

  @Test
  void aRestartedServerDoesNotServeWhatHasExpiredSinceItWasStored() {
    run(Duration.ofMinutes(2));
    partitioned = true;
    run(Duration.ofMinutes(61));
    servers.put(SECOND, server(SECOND, List.of(), List.of(PRIMARY), List.of(THIRD)));

    feed(SECOND, new Input.Started(stored));

    assertThat(ask(SECOND, "ns.moving").rcode()).isEqualTo("SERVFAIL");
  }

  @Test
  void replacingItsOwnZonesLeavesTheCopies() {
    run(Duration.ofMinutes(2));

    feed(
        SECOND,
        new Input.ReplaceZones(
            ZoneSet.of(
                List.of(TestZones.zone("own", "@ 60 SOA a b 1 1 1 1 1\n@ 60 NS n.elsewhere.\n")))));

    assertThat(ask(SECOND, "ns.moving").rcode()).isEqualTo("NOERROR");
    assertThat(ask(SECOND, "own").rcode()).isEqualTo("NOERROR");
  }

  @Test
  void refusesToCopyAZoneThatIsItsOwn() {
    assertThatThrownBy(() -> server(SECOND, List.of(version(1)), List.of(PRIMARY), List.of()))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining("'moving'");
  }
}
