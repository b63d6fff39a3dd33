package io.outagelab.console.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneFile;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.Event;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.Question;
import io.outagelab.core.net.IpAddress;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Two name servers on sockets of their own: a primary and its secondary. */
@Tag("embedded")
class ZoneKeeperTest {
  private static final Name ORIGIN = DnsNames.of("example");
  private static final IpAddress PRIMARY = IpAddress.of("127.54.254.1");
  private static final IpAddress SECONDARY = IpAddress.of("127.54.254.2");
  private static final int PATIENCE_SECONDS = 30;

  @TempDir private Path folder = Path.of("");
  private final int port = freePort();
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  private static int freePort() {
    try (ServerSocket probe = new ServerSocket(0, 1, PRIMARY.toInetAddress())) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A keeper and the server that it keeps zones for. */
  private final class Host implements AutoCloseable {
    private final ZoneKeeper keeper;
    private final AuthoritativeServer server;

    Host(IpAddress own, ZoneSet content, String plan) throws IOException {
      Path file = folder.resolve(own + ".yaml");
      Files.writeString(file, plan);
      keeper =
          new ZoneKeeper(
              ReplicationLoader.load(file, List.of(own)),
              content,
              "test",
              List.of(own),
              line -> {},
              events::add);
      server =
          new AuthoritativeServer(
              new Listening(List.of(own), port),
              1,
              Optional.empty(),
              keeper.authority(),
              keeper.expired());
      keeper.start(server);
    }

    @Override
    public void close() {
      server.close();
      keeper.close();
    }
  }

  private Host primary(ZoneSet content, String more) throws IOException {
    return new Host(
        PRIMARY,
        content,
        """
        storage: primary
        keys: [{name: transfer, secret: b3V0YWdlLWxhYi1zZWNyZXQ=}]
        remotes: [{name: secondary, address: 127.54.254.2, port: %d, key: transfer}]
        notify: [secondary]
        allow-transfer: [{remote: secondary}]
        %s
        """
            .formatted(port, more));
  }

  private Host secondary() throws IOException {
    return new Host(
        SECONDARY,
        ZoneSet.EMPTY,
        """
        storage: secondary
        keys: [{name: transfer, secret: b3V0YWdlLWxhYi1zZWNyZXQ=}]
        remotes: [{name: primary, address: 127.54.254.1, port: %d, key: transfer}]
        zones: [{name: example, primaries: [primary]}]
        """
            .formatted(port));
  }

  private static ZoneSet content(int serial) {
    Zone zone =
        ZoneFile.parse(
            "example.zone",
            "$TTL 60\n@ SOA ns h %d 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\n"
                .formatted(serial),
            ORIGIN);
    return ZoneSet.of(List.of(zone));
  }

  private Event awaitEvent(String name) {
    try {
      Event event;
      do {
        event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(event).as("what was observed while waiting for " + name).isNotNull();
      } while (!event.name().equals(name));
      return event;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Message ask(IpAddress server, int type) throws IOException {
    byte[] query = DnsCodec.query(1, Question.of(ORIGIN, type), false).toWire();
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(PATIENCE_SECONDS * 1_000);
      socket.send(new DatagramPacket(query, query.length, server.toInetAddress(), port));
      DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
      socket.receive(packet);
      return DnsCodec.decode(Arrays.copyOf(packet.getData(), packet.getLength())).orElseThrow();
    }
  }

  @Test
  void aSecondaryFollowsItsPrimaryAndServesWithoutIt() throws IOException {
    try (Host secondary = secondary()) {
      // RFC 1035 §3.3.13: it ought to serve the zone, and cannot.
      assertThat(ask(SECONDARY, Type.SOA).getRcode()).isEqualTo(Rcode.SERVFAIL);
      try (Host primary = primary(content(1), "")) {
        awaitEvent("zone-transferred");
        assertThat(secondary.server.authority().zones().zone(ORIGIN)).isPresent();

        primary.keeper.replace(content(2));

        assertThat(awaitEvent("zone-transferred").attributes()).containsEntry("kind", "ixfr");
        assertThat(ask(SECONDARY, Type.SOA).getSection(Section.ANSWER)).hasSize(1);
      }
    }
    try (Host again = secondary()) {
      assertThat(again.keeper.authority().zones().zone(ORIGIN).orElseThrow().serial().value())
          .isEqualTo(2);
      assertThat(ask(SECONDARY, Type.SOA).getRcode()).isEqualTo(Rcode.NOERROR);
    }
  }

  @Test
  void aSignedZoneKeepsItsKeyAndGoesOnFromItsSerial() throws IOException {
    String signing = "zones: [{name: example, sign: {algorithm: ed25519}}]";
    long first;
    Zone before;
    try (Host primary = primary(content(1), signing)) {
      before = primary.keeper.authority().zones().zone(ORIGIN).orElseThrow();
      first = before.serial().value();
      assertThat(before.isSigned()).isTrue();
    }
    try (Host again = primary(content(1), signing)) {
      Zone after = again.keeper.authority().zones().zone(ORIGIN).orElseThrow();
      assertThat(after.serial().value()).isGreaterThan(first);
      assertThat(after.node(ORIGIN).orElseThrow().rrset(Type.DNSKEY))
          .isEqualTo(before.node(ORIGIN).orElseThrow().rrset(Type.DNSKEY));

      again.keeper.replace(content(1_000));

      while (!ask(PRIMARY, Type.SOA).toString().contains(" 1000 ")) {
        Thread.onSpinWait();
      }
      assertThat(ask(PRIMARY, Type.DNSKEY).getSection(Section.ANSWER)).hasSize(1);
    }
  }

  /** RFC 5936 §5: whoever is not allowed a zone gets REFUSED; on the connection, which goes on. */
  @Test
  void refusesZonesToStrangers() throws IOException {
    try (Host primary = primary(content(1), "");
        Socket client = new Socket(PRIMARY.toInetAddress(), port)) {
      assertThat(primary.server.failures()).isZero();
      for (int type : new int[] {Type.AXFR, Type.SOA}) {
        byte[] query = DnsCodec.query(1, Question.of(ORIGIN, type), false).toWire();
        DataOutputStream out = new DataOutputStream(client.getOutputStream());
        out.writeShort(query.length);
        out.write(query);
        DataInputStream in = new DataInputStream(client.getInputStream());
        Message reply = DnsCodec.decode(in.readNBytes(in.readUnsignedShort())).orElseThrow();
        assertThat(reply.getRcode()).isEqualTo(type == Type.AXFR ? Rcode.REFUSED : Rcode.NOERROR);
      }
    }
  }

  @Test
  void aZoneHasAFileOrPrimaries() {
    assertThatThrownBy(
            () -> primary(content(1), "zones: [{name: other.example, notify: []}]").close())
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining("'other.example' has neither a file nor primaries");
  }
}
