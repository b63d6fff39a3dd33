package io.outagelab.authoritative.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.TimeScale;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.net.IpAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class ZoneTest {
  private static final Zone ZONE =
      ZoneFile.parse(
          "test.zone",
          """
          $TTL 300
          @   3600 SOA ns hostmaster 1 7200 3600 1209600 90
          @        NS  ns
          ns       A   192.0.2.1
          ns       AAAA 2001:db8::1
          six      AAAA 2001:db8::6
          now   0  A   192.0.2.2
          """,
          DnsNames.of("test"));

  private static Zone empty(String origin) {
    return zone(origin, "");
  }

  private static Zone zone(String origin, String more) {
    return ZoneFile.parse(
        origin,
        "@ 60 SOA ns h 1 1 1 1 1\n@ 60 NS ns\nns 60 A 192.0.2.1\n" + more,
        DnsNames.of(origin));
  }

  @Test
  void rendersLabAddressesAndScaledTtlsForALiveLab() {
    LiveRendering rendering =
        new LiveRendering(
            address -> IpAddress.of("127.53." + address.octet(2) + "." + address.octet(3)),
            new TimeScale(60));

    Zone live = ZONE.rewritten(rendering);

    assertThat(live.rrsets().stream().flatMap(set -> set.records().stream()).map(Record::toString))
        .map(text -> text.replaceAll("\\s+", " "))
        .containsExactly(
            "test. 5 IN NS ns.test.",
            "test. 60 IN SOA ns.test. hostmaster.test. 1 120 60 20160 2",
            "now.test. 0 IN A 127.53.2.2",
            "ns.test. 5 IN A 127.53.2.1");
    assertThat(live.negativeSoa().ttl()).isEqualTo(2);
  }

  @Test
  void keepsANameThatLosesAllItsRecords() {
    Zone live =
        ZONE.rewritten(set -> set.type() == Type.AAAA ? Optional.empty() : Optional.of(set));

    assertThat(live.lookup(DnsNames.of("six.test"))).isInstanceOf(Lookup.Found.class);
    assertThat(live.addresses(DnsNames.of("six.test"))).isEmpty();
  }

  @Test
  void refusesARewritingThatBreaksTheZone() {
    assertThatThrownBy(() -> ZONE.rewritten(set -> Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SOA");
    assertThatThrownBy(() -> ZONE.rewritten(set -> Optional.of(ZONE.soa())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void findsTheClosestEnclosingZone() {
    ZoneSet zones = ZoneSet.of(List.of(empty("com"), empty("example.com"), empty("net")));

    assertThat(zones.closest(DnsNames.of("www.example.com")).map(Zone::origin))
        .contains(DnsNames.of("example.com"));
    assertThat(zones.closest(DnsNames.of("EXAMPLE.com")).map(Zone::origin))
        .contains(DnsNames.of("example.com"));
    assertThat(zones.closest(DnsNames.of("other.com")).map(Zone::origin))
        .contains(DnsNames.of("com"));
    assertThat(zones.closest(DnsNames.of("org"))).isEmpty();
    assertThat(zones.with(empty(".")).closest(DnsNames.of("org")).map(Zone::origin))
        .contains(DnsNames.of("."));
  }

  /** RFC 4035 §3.1.4.1. */
  @Test
  void asksTheParentZoneForDs() {
    ZoneSet zones =
        ZoneSet.of(
            List.of(
                zone("com", "example 60 NS ns\n"), empty("example.com"), empty("undelegated.com")));

    assertThat(zones.closest(DnsNames.of("example.com"), Type.DS).map(Zone::origin))
        .contains(DnsNames.of("com"));
    assertThat(zones.closest(DnsNames.of("undelegated.com"), Type.DS).map(Zone::origin))
        .contains(DnsNames.of("undelegated.com"));
    assertThat(zones.closest(DnsNames.of("com"), Type.DS).map(Zone::origin))
        .contains(DnsNames.of("com"));
    assertThat(zones.closest(DnsNames.of("example.com"), Type.NS).map(Zone::origin))
        .contains(DnsNames.of("example.com"));
  }

  @Test
  void refusesAZoneGivenTwice() {
    assertThatThrownBy(() -> ZoneSet.of(List.of(empty("com"), empty("COM"))))
        .isInstanceOf(LabConfigurationException.class)
        .hasMessageContaining("given twice");
  }
}
