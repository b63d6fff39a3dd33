package io.outagelab.authoritative.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.authoritative.Authority;
import io.outagelab.authoritative.NameServer;
import io.outagelab.authoritative.ReplicatingServer;
import io.outagelab.authoritative.ReplicatingServer.Input;
import io.outagelab.authoritative.interop.Daemon.Part;
import io.outagelab.authoritative.transfer.Notifier;
import io.outagelab.authoritative.transfer.RemoteServer;
import io.outagelab.authoritative.transfer.Secondary;
import io.outagelab.authoritative.transfer.SecondaryConfig;
import io.outagelab.authoritative.transfer.TransferEvent;
import io.outagelab.authoritative.transfer.TransferPolicy;
import io.outagelab.authoritative.transfer.TransferPolicy.Grant;
import io.outagelab.authoritative.transfer.Transfers;
import io.outagelab.authoritative.tsig.TsigAlgorithm;
import io.outagelab.authoritative.tsig.TsigKey;
import io.outagelab.authoritative.tsig.TsigKeys;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneFile;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.Question;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Zones go to and come from other projects' servers: whole, then by differences after a NOTIFY, all
 * of it signed. REFRESH is two hours, so that nothing but a NOTIFY can bring the second version.
 */
@Tag("interop")
class ZoneTransferInteropTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Name ORIGIN = DnsNames.of("example");
  private static final IpAddress LOOPBACK = IpAddress.of("127.0.0.1");
  private static final TsigKey KEY =
      TsigKey.of("transfer", TsigAlgorithm.HMAC_SHA256, Daemon.SECRET);

  /** Enough hosts for several messages. */
  private static final int HOSTS = 3_000;

  @TempDir Path folder;

  private static String text(long serial, String more) {
    StringBuilder text = new StringBuilder();
    text.append("$TTL 300\n@ SOA ns1.example. hostmaster.example. ")
        .append(serial)
        .append(" 7200 3600 1209600 60\n");
    text.append(
        """
        @        NS    ns1
        @        NS    ns2.elsewhere.
        @        MX    10 Mail
        @        TXT   "v=spf1 -all" "second string"
        ns1      A     192.0.2.1
        ns1      AAAA  2001:db8::1
        Mail     A     192.0.2.25
        alias    CNAME ns1
        sub      NS    ns.sub
        sub      DS    1 13 2 0000000000000000000000000000000000000000000000000000000000000000
        ns.sub   A     192.0.2.53
        moved    DNAME elsewhere.
        *.wild   TXT   "any"
        a.b.c.d  CAA   0 issue "ca.example"
        _dns._udp SRV  0 0 53 ns1
        odd      TYPE65280 \\# 4 01020304
        """);
    for (int host = 0; host < HOSTS; host++) {
      text.append("host-%d A 10.0.%d.%d\n".formatted(host, host / 256, host % 256));
    }
    return text.append(more).append('\n').toString();
  }

  private static Zone zone(long serial, String more) {
    return ZoneFile.parse("example.zone", text(serial, more), ORIGIN);
  }

  /** In lower case: Knot DNS keeps no other. */
  private static List<String> records(Zone zone) {
    return zone.rrsets().stream()
        .flatMap(rrset -> rrset.records().stream())
        .map(rr -> rr.toString().toLowerCase(Locale.ROOT))
        .sorted()
        .toList();
  }

  /** The lab's server; it copies the zone from the daemon, or gives it to the daemon. */
  private static ReplicatingServer lab(int daemon, Optional<Zone> own) {
    Instant epoch = Instant.now();
    SplittableRandom random = new SplittableRandom(epoch.toEpochMilli());
    RemoteServer other = RemoteServer.of(new Endpoint(LOOPBACK, daemon), KEY);
    TransferPolicy policy = new TransferPolicy(List.of(Grant.of(Prefix.of("127.0.0.0/8"), KEY)));
    NameServer server =
        new NameServer(
            "dns",
            "interop",
            new Authority(ZoneSet.of(own.stream().toList()), "lab"),
            Duration.ofMinutes(1),
            new Transfers(policy, new TsigKeys(List.of(KEY)), epoch, 10_000));
    Notifier notifier =
        new Notifier(
            zone -> own.isPresent() ? List.of(other) : List.of(),
            List.of(LOOPBACK),
            epoch,
            new Notifier.Patience(Duration.ofMillis(500), 6),
            random);
    SecondaryConfig config = SecondaryConfig.of(ORIGIN, List.of(other), List.of(LOOPBACK), epoch);
    return new ReplicatingServer(
        server, notifier, own.isPresent() ? List.of() : List.of(new Secondary(config, random)));
  }

  private static void await(Supplier<String> what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for " + what.get());
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  /** The records that a server on loopback answers with; none if it does not answer. */
  private static List<Record> ask(int port, String name, int type) {
    byte[] query = DnsCodec.query(1, Question.of(DnsNames.of(name), type), false).toWire();
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(500);
      socket.send(new DatagramPacket(query, query.length, InetAddress.getLoopbackAddress(), port));
      DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
      socket.receive(packet);
      return DnsCodec.decode(Arrays.copyOf(packet.getData(), packet.getLength()))
          .map(answer -> answer.getSection(Section.ANSWER))
          .orElse(List.of());
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean serves(int port, long serial) {
    List<Record> answer = ask(port, "example", Type.SOA);
    return answer.size() == 1
        && answer.getFirst() instanceof SOARecord soa
        && soa.getSerial() == serial;
  }

  private static List<TransferEvent.ZoneTransferred> transfers(SocketHost host) {
    return host.events().stream()
        .filter(TransferEvent.ZoneTransferred.class::isInstance)
        .map(TransferEvent.ZoneTransferred.class::cast)
        .toList();
  }

  private static Optional<Zone> held(ReplicatingServer lab) {
    return lab.server().authority().zones().closest(ORIGIN);
  }

  @ParameterizedTest
  @EnumSource(Daemon.class)
  void copiesAZoneFromAForeignPrimary(Daemon daemon) throws IOException {
    int theirs = SocketHost.freePort();
    int ours = SocketHost.freePort();
    Path file = folder.resolve("example.zone");
    Files.writeString(file, text(1, "old A 192.0.2.100"));
    ReplicatingServer lab = lab(theirs, Optional.empty());
    try (ForeignServer foreign = daemon.start(folder, theirs, ours, Part.PRIMARY);
        SocketHost host = new SocketHost(ours, lab)) {
      await(foreign::log, () -> serves(theirs, 1));
      host.feed(new Input.Started(List.of()));
      await(() -> host.events() + foreign.log(), () -> transfers(host).size() == 1);
      assertThat(records(held(lab).orElseThrow())).isEqualTo(records(zone(1, "old A 192.0.2.100")));
      assertThat(transfers(host).getFirst().incremental()).isFalse();

      Files.writeString(file, text(2, "new A 192.0.2.101"));
      foreign.reload();

      await(() -> host.events() + foreign.log(), () -> transfers(host).size() == 2);
      assertThat(records(held(lab).orElseThrow())).isEqualTo(records(zone(2, "new A 192.0.2.101")));
      boolean refused =
          host.events().stream().anyMatch(e -> e.name().equals("differences-refused"));
      assertThat(refused).as(foreign::log).isEqualTo(!transfers(host).getLast().incremental());
      assertThat(refused && !daemon.repeatsRecords()).as(foreign::log).isFalse();
      assertThat(serves(ours, 2)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Daemon.class)
  void givesAZoneToAForeignSecondary(Daemon daemon) throws IOException {
    int theirs = SocketHost.freePort();
    int ours = SocketHost.freePort();
    ReplicatingServer lab = lab(theirs, Optional.of(zone(1, "old A 192.0.2.100")));
    try (SocketHost host = new SocketHost(ours, lab);
        ForeignServer foreign = daemon.start(folder, theirs, ours, Part.SECONDARY)) {
      await(foreign::log, () -> serves(theirs, 1));
      assertThat(ask(theirs, "old.example", Type.A)).hasSize(1);
      assertThat(ask(theirs, "host-2999.example", Type.A)).hasSize(1);
      assertThat(ask(theirs, "odd.example", 65_280)).hasSize(1);
      assertThat(questions(host)).contains(Type.AXFR);
      int before = host.queries().size();

      host.feed(new Input.ReplaceZones(ZoneSet.of(List.of(zone(2, "new A 192.0.2.101")))));

      await(() -> host.events() + foreign.log(), () -> serves(theirs, 2));
      assertThat(ask(theirs, "new.example", Type.A)).hasSize(1);
      assertThat(ask(theirs, "old.example", Type.A)).isEmpty();
      List<Integer> after = questions(host).subList(before, host.queries().size());
      assertThat(after).as(foreign::log).contains(Type.IXFR).doesNotContain(Type.AXFR);
      await(
          () -> host.events().toString(),
          () -> host.events().stream().anyMatch(e -> e.name().equals("secondary-notified")));
    }
  }

  /** The types that were asked for, in order. */
  private static List<Integer> questions(SocketHost host) {
    return host.queries().stream()
        .map(octets -> DnsCodec.decode(octets).orElseThrow())
        .filter(message -> message.getHeader().getOpcode() == Opcode.QUERY)
        .map(Message::getQuestion)
        .map(Record::getType)
        .toList();
  }
}
