package io.outagelab.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.Tick;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.dns.Question;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Payload;
import io.outagelab.core.net.Transport;
import io.outagelab.core.node.Arrival;
import io.outagelab.core.node.Departure;
import io.outagelab.world.WorldLoader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class ZoneTtlTest {
  private static final Endpoint SERVER = Endpoint.of("129.134.30.12", DnsCodec.PORT);

  private static List<Long> ttls(String... mitigations) {
    Assembled lab =
        Assembly.simulated(
            WorldLoader.load(Path.of("../../worlds/facebook-2021"), List.of(mitigations)), 1);
    PlacedNode server =
        lab.nodes().stream()
            .filter(node -> node.addresses().contains(SERVER.address()))
            .findFirst()
            .orElseThrow();
    Message query = DnsCodec.query(1, Question.of(DnsNames.of("www.facebook.com"), Type.A), false);
    Packet packet =
        new Packet(
            Transport.UDP,
            Endpoint.of("1.1.1.1", 4_000),
            SERVER,
            new Payload.Bytes(query.toWire()));
    Departure answer = server.node().handle(Tick.ZERO, new Arrival.Received(packet)).getFirst();
    Payload payload = ((Departure.Send) answer).packet().payload();
    return DnsCodec.decode(((Payload.Bytes) payload).octets())
        .orElseThrow()
        .getSection(Section.ANSWER)
        .stream()
        .map(Record::getTTL)
        .toList();
  }

  @Test
  void zonesAreServedWithTheTtlsOfTheRecord() {
    assertThat(ttls()).containsExactly(3_600L, 60L);
  }

  @Test
  void theLeastTtlOfAWorldRaisesThemAndLowersNone() {
    assertThat(ttls("long-ttl")).containsExactly(21_600L, 21_600L);
  }
}
