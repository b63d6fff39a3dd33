package io.outagelab.authoritative.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.net.Transport;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** The incremental zone transfer as a server gives it: RFC 1995. */
class Rfc1995IncrementalTransferTest {
  private static final Zone ONE = Zones.version(1, "old A 192.0.2.100");
  private static final Zone TWO = Zones.version(2, "new A 192.0.2.101");
  private static final Zone THREE = Zones.version(3, "new A 192.0.2.101", "newer A 192.0.2.102");

  private final Wire wire = new Wire(Wire.ALL, ONE, TWO, THREE);

  /** §4: new SOA, then old SOA, deletions, new SOA, additions of each version, then new SOA. */
  @Test
  void sendsTheDifferencesOldestFirst() {
    assertThat(Wire.outline(wire.tcp(Wire.ixfr(1))))
        .containsExactly(
            "SOA 3",
            "SOA 1",
            "old.example A",
            "SOA 2",
            "new.example A",
            "SOA 2",
            "SOA 3",
            "newer.example A",
            "SOA 3");
  }

  @Test
  void sendsOnlyWhatTheClientLacks() {
    assertThat(Wire.outline(wire.tcp(Wire.ixfr(2))))
        .containsExactly("SOA 3", "SOA 2", "SOA 3", "newer.example A", "SOA 3");
  }

  /** §2: to a client that is current or ahead, the SOA record alone. */
  @Test
  void sendsTheSoaRecordAloneToWhoeverHasTheVersion() {
    for (long serial : List.of(3L, 4L, 2_147_483_650L)) {
      assertThat(Wire.outline(wire.tcp(Wire.ixfr(serial)))).containsExactly("SOA 3");
      assertThat(Wire.outline(List.of(wire.udp(Wire.ixfr(serial))))).containsExactly("SOA 3");
    }
  }

  /** §4: where the history does not reach, the zone, as AXFR sends it. */
  @Test
  void sendsTheWholeZoneToWhoeverIsTooFarBehind() {
    List<Message> messages = wire.tcp(Wire.ixfr(4_294_967_000L));

    assertThat(Wire.records(messages).get(1).getType()).isNotEqualTo(org.xbill.DNS.Type.SOA);
    assertThat(Zones.records(Zones.of(Wire.records(messages)))).isEqualTo(Zones.records(THREE));
  }

  /** §5: differences larger than the zone are no gain. */
  @Test
  void sendsTheWholeZoneWhereThatIsLess() {
    String[] many =
        IntStream.range(0, 100).mapToObj(i -> "h" + i + " A 192.0.2.1").toArray(String[]::new);
    Wire shrunk = new Wire(Wire.ALL, Zones.version(1, many), Zones.version(2));

    assertThat(Wire.outline(shrunk.tcp(Wire.ixfr(1))))
        .hasSizeLessThan(20)
        .contains("www.example A");
  }

  /** §2: one datagram, if it fits, else the SOA record alone, so that the client comes by TCP. */
  @Test
  void answersOverUdpInOneMessageOrWithTheSoaRecord() {
    String[] many =
        IntStream.range(0, 100)
            .mapToObj(i -> "long-host-name-" + i + " A 192.0.2.1")
            .toArray(String[]::new);
    Wire grown = new Wire(Wire.ALL, Zones.version(1, many), Zones.version(2, many[0]));

    assertThat(Wire.outline(List.of(wire.udp(Wire.ixfr(2))))).hasSize(5);
    assertThat(Wire.outline(List.of(grown.udp(Wire.ixfr(1))))).containsExactly("SOA 2");
    assertThat(Wire.outline(List.of(wire.udp(Wire.ixfr(4_294_967_000L))))).containsExactly("SOA 3");
    assertThat(grown.octets(DnsCodec.withEdns(Wire.ixfr(1)), Transport.UDP).getFirst().length)
        .isLessThanOrEqualTo(DnsCodec.EDNS_BUFFER);
  }

  /** §3: the authority section has the SOA record of the client's version. */
  @Test
  void takesAQueryWithoutTheClientsSoaRecordForAFormatError() {
    Message without = Wire.ixfr(1);
    without.removeAllRecords(Section.AUTHORITY);

    assertThat(wire.tcp(without).getFirst().getRcode()).isEqualTo(Rcode.FORMERR);
  }

  @Test
  void refusesWhoeverMayNotHaveTheZone() {
    Wire closed = new Wire(TransferPolicy.NOBODY, ONE, TWO);

    assertThat(closed.tcp(Wire.ixfr(1)).getFirst().getRcode()).isEqualTo(Rcode.REFUSED);
    assertThat(closed.udp(Wire.ixfr(1)).getRcode()).isEqualTo(Rcode.REFUSED);
  }

  /** A zone that changed under its serial has no history that could be told. */
  @Test
  void forgetsTheHistoryOfAZoneWhoseSerialDidNotGrow() {
    wire.serve(ZoneSet.of(List.of(Zones.version(3))));
    wire.serve(ZoneSet.of(List.of(Zones.version(4))));

    assertThat(Wire.outline(wire.tcp(Wire.ixfr(2)))).contains("www.example A");
    assertThat(Wire.outline(wire.tcp(Wire.ixfr(3)))).hasSize(4);
  }

  /** RFC 1982 §3.2: the version after 4294967295 is 0. */
  @Test
  void followsTheSerialRoundTheCircle() {
    Wire around = new Wire(Wire.ALL, Zones.version(4_294_967_295L), Zones.version(0));

    assertThat(Wire.outline(around.tcp(Wire.ixfr(4_294_967_295L))))
        .containsExactly("SOA 0", "SOA 4294967295", "SOA 0", "SOA 0");
  }
}
