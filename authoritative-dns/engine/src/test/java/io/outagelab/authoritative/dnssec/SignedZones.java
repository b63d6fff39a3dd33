package io.outagelab.authoritative.dnssec;

import io.outagelab.authoritative.dnssec.SigningKey.Role;
import io.outagelab.authoritative.dnssec.SigningPolicy.DenialChoice;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneFile;
import io.outagelab.core.dns.DnsNames;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.xbill.DNS.Record;

/** Zones and keys that the tests sign, serve and read back. */
final class SignedZones {
  static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  /** Like the zone of RFC 4035 appendix A, and more: every place that a name can have. */
  static final String EXAMPLE =
      """
      $TTL 3600
      @           SOA ns1.example. bugs.x.w.example. 1081539377 3600 300 3600000 1800
      @           NS  ns1
      @           NS  ns2
      @           MX  1 xx
      a           NS  ns1.a
      a           NS  ns2.a
      a           DS  57855 5 1 b6dcd485719adca18e5f3d48a2331627fdd3636b
      ns1.a       A   192.0.2.5
      ns2.a       A   192.0.2.6
      ai          A   192.0.2.9
      ai          HINFO "KLH-10" "ITS"
      ai          AAAA 2001:db8::f00:baa9
      b           NS  ns1.b
      b           NS  ns1
      ns1.b       A   192.0.2.7
      ns1         A   192.0.2.1
      ns2         A   192.0.2.2
      *.w         MX  1 ai
      *.cw        CNAME ai
      x.w         MX  1 xx
      x.y.w       MX  1 xx
      xx          A   192.0.2.10
      xx          HINFO "KLH-10" "TOPS-20"
      xx          AAAA 2001:db8::f00:baaa
      alias       CNAME xx
      far         CNAME x.w.other.
      into-wild   CNAME q.w
      dangling    CNAME nothing
      dname       DNAME w
      one.two.ent NS  ns1
      Mixed.CASE  MX  5 Mail.Host
      mail.host   A   192.0.2.11
      """;

  private SignedZones() {}

  static Zone unsigned(String origin, String text) {
    return ZoneFile.parse(origin + ".zone", text, DnsNames.of(origin));
  }

  /** The zone example., signed with one key of each role. */
  static Zone example(DenialChoice denial) {
    return signer("example", KeyAlgorithm.ED25519, denial).sign(unsigned("example", EXAMPLE), NOW);
  }

  /** Signs with a key-signing and a zone-signing key, always the same for one origin. */
  static ZoneSigner signer(String origin, KeyAlgorithm algorithm, DenialChoice denial) {
    SecureRandom random = new SeededRandom(origin.hashCode());
    List<SigningKey> keys =
        List.of(
            SigningKey.make(DnsNames.of(origin), algorithm, Role.KEY_SIGNING, random),
            SigningKey.make(DnsNames.of(origin), algorithm, Role.ZONE_SIGNING, random));
    return new ZoneSigner(keys, SigningPolicy.DEFAULT.with(denial), random);
  }

  /** The zone as a master file, the SOA record first. */
  static String text(Zone zone) {
    String rest =
        zone.rrsets().stream()
            .filter(set -> !set.equals(zone.soa()))
            .flatMap(set -> set.records().stream())
            .map(Record::toString)
            .collect(Collectors.joining("\n"));
    return zone.soa().records().getFirst() + "\n" + rest + "\n";
  }
}
