package io.outagelab.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.outagelab.core.Tick;
import io.outagelab.core.TimeScale;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.Question;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload;
import io.outagelab.core.net.Prefix;
import io.outagelab.core.net.Transport;
import io.outagelab.core.node.Arrival;
import io.outagelab.core.node.Departure;
import io.outagelab.world.World;
import io.outagelab.world.WorldLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class RateLimitTest {
  private static final Path TINY = Path.of("../../worlds/tiny");
  private static final Endpoint SERVER = Endpoint.of("192.0.2.53", DnsCodec.PORT);

  @TempDir private Path folder;

  /** The server of the tiny world, with this said of it. */
  private PlacedNode server(String more) {
    return server(Assembly.simulated(world(more), 1), SERVER);
  }

  private World world(String more) {
    try (Stream<Path> files = Files.walk(TINY)) {
      for (Path file : files.toList()) {
        Path copy = folder.resolve(TINY.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.writeString(
              copy, Files.readString(file).replace("servers: {ns1.", more + "servers: {ns1."));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return WorldLoader.load(folder);
  }

  private static PlacedNode server(Assembled lab, Endpoint at) {
    return lab.nodes().stream()
        .filter(node -> node.addresses().contains(at.address()))
        .findFirst()
        .orElseThrow();
  }

  private static List<Message> ask(PlacedNode server, Tick now, Transport transport) {
    Message query = DnsCodec.query(1, Question.of(DnsNames.of("www.example"), Type.A), false);
    query.addRecord(
        new OPTRecord(1232, 0, 0, 0, new CookieOption(new byte[8])), Section.ADDITIONAL);
    Packet packet =
        new Packet(
            transport,
            Endpoint.of("198.51.100.9", 4_000),
            SERVER,
            new Payload.Bytes(query.toWire()));
    return server.node().handle(now, new Arrival.Received(packet)).stream()
        .map(departure -> (Payload.Bytes) ((Departure.Send) departure).packet().payload())
        .map(payload -> DnsCodec.decode(payload.octets()).orElseThrow())
        .toList();
  }

  private static List<String> rcodes(PlacedNode server, Tick now, Transport transport) {
    return ask(server, now, transport).stream().map(m -> Rcode.string(m.getRcode())).toList();
  }

  /** RFC 7873 §5.2.3: who brings a client cookie is told to come back with the server's. */
  @Test
  void aNetworkGetsSoManyLikeAnswersASecond() {
    PlacedNode server = server("rate-limit: 1\n    ");
    Tick later = Tick.ZERO.plus(Duration.ofSeconds(1));

    assertThat(rcodes(server, Tick.ZERO, Transport.UDP)).containsExactly("NOERROR");
    assertThat(rcodes(server, Tick.ZERO, Transport.UDP)).isEmpty();
    assertThat(rcodes(server, Tick.ZERO, Transport.UDP)).containsExactly("BADCOOKIE");
    assertThat(rcodes(server, Tick.ZERO, Transport.TCP)).containsExactly("NOERROR");
    assertThat(rcodes(server, later, Transport.UDP)).containsExactly("NOERROR");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 60})
  void theRateIsThatOfTheWorld(int compression) {
    TimeScale scale = new TimeScale(compression);
    Prefix base = Prefix.of("127.53.0.0/16");
    Assembled lab = Assembly.live(world("rate-limit: 2\n    "), 1, scale, base);
    PlacedNode server = server(lab, Endpoint.of("127.53.2.53", DnsCodec.PORT));

    for (int i = 0; i < 2 * compression; i++) {
      assertThat(rcodes(server, Tick.ZERO, Transport.UDP)).containsExactly("NOERROR");
    }
    assertThat(rcodes(server, Tick.ZERO, Transport.UDP)).isEmpty();
  }

  @Test
  void anyRateCanBeHadAtAnyPace() {
    World world = world("rate-limit: 1000\n    ");

    assertThatCode(() -> Assembly.live(world, 1, new TimeScale(3_600), Prefix.of("127.53.0.0/16")))
        .doesNotThrowAnyException();
  }

  @Test
  void withoutALimitItGetsAllAndACookie() {
    PlacedNode server = server("");

    for (int i = 0; i < 300; i++) {
      assertThat(ask(server, Tick.ZERO, Transport.UDP))
          .singleElement()
          .extracting(m -> m.getOPT().getOptions().getFirst())
          .isInstanceOfSatisfying(
              CookieOption.class, cookie -> assertThat(cookie.getServerCookie()).isPresent());
    }
  }
}
