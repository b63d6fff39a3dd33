package io.outagelab.authoritative;

import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneFile;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.dns.DnsNames;
import java.util.List;

/** The zones that the answer tests ask. */
final class TestZones {
  /** A zone with something of everything. */
  static final String EXAMPLE =
      """
      $TTL 3600
      @        86400 IN SOA ns1.example. hostmaster.example. 1 7200 3600 1209600 600
      @              NS    ns1
      @              NS    ns.elsewhere.
      @              MX    10 mail
      ns1            A     192.0.2.1
      ns1            AAAA  2001:db8::1
      mail           A     192.0.2.25
      www            A     192.0.2.80
      www            A     192.0.2.81
      alias          CNAME www
      chain          CNAME alias
      into-other     CNAME host.other.
      out            CNAME somewhere.unserved.
      dangling       CNAME nothing
      into-sub       CNAME host.sub
      loop-a         CNAME loop-b
      loop-b         CNAME loop-a
      a.deep.tree    A     192.0.2.9
      sub            NS    ns.sub
      sub            NS    ns.sibling
      sub            DS    1 13 2 0000000000000000000000000000000000000000000000000000000000000000
      ns.sub         A     192.0.2.53
      ns.sub         AAAA  2001:db8::53
      sibling        NS    ns.sibling
      ns.sibling     A     192.0.2.54
      moved          DNAME other.
      *.wild         A     192.0.2.7
      host.wild      TXT   "exists"
      *.walias       CNAME www
      *.back         CNAME again.back
      _dns._udp      SRV   0 0 53 ns1
      """;

  private static final String OTHER =
      """
      @ 300 SOA ns.other. hostmaster.other. 1 7200 3600 1209600 900
      @     NS  ns
      ns    A   198.51.100.1
      host  A   198.51.100.2
      """;

  private TestZones() {}

  /** The zones example. and other. */
  static ZoneSet zones() {
    return ZoneSet.of(List.of(zone("example", EXAMPLE), zone("other", OTHER)));
  }

  /** A zone from its text, which must be sound. */
  static Zone zone(String origin, String text) {
    return ZoneFile.parse(origin + ".zone", text, DnsNames.of(origin));
  }
}
