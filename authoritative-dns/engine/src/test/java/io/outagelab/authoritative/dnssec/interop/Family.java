package io.outagelab.authoritative.dnssec.interop;

import io.outagelab.authoritative.Authority;
import io.outagelab.authoritative.dnssec.KeyAlgorithm;
import io.outagelab.authoritative.dnssec.SigningKey;
import io.outagelab.authoritative.dnssec.SigningKey.Role;
import io.outagelab.authoritative.dnssec.SigningPolicy;
import io.outagelab.authoritative.dnssec.SigningPolicy.DenialChoice;
import io.outagelab.authoritative.dnssec.ZoneSigner;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneFile;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.dns.DnsNames;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

/**
 * The zone example. with a secure child a.example. and an insecure one, b.example.
 *
 * @param anchor the key that is trusted
 */
record Family(Zone parent, Zone secure, Zone insecure, SigningKey anchor) {
  static final String PARENT =
      """
      $TTL 3600
      @           SOA ns1.example. bugs.x.w.example. 1081539377 3600 300 3600000 1800
      @           NS  ns1
      @           NS  ns2
      @           MX  1 xx
      a           NS  ns1.a
      ns1.a       A   192.0.2.5
      b           NS  ns1.b
      b           NS  ns1
      ns1.b       A   192.0.2.7
      ns1         A   192.0.2.1
      ns2         A   192.0.2.2
      ai          A   192.0.2.9
      ai          HINFO "KLH-10" "ITS"
      ai          AAAA 2001:db8::f00:baa9
      *.w         MX  1 ai
      *.cw        CNAME ai
      x.w         MX  1 xx
      x.y.w       MX  1 xx
      xx          A   192.0.2.10
      xx          AAAA 2001:db8::f00:baaa
      alias       CNAME xx
      into-wild   CNAME q.w
      dangling    CNAME nothing
      dname       DNAME w
      Mixed.CASE  MX  5 Mail.Host
      Mixed.CASE  SRV 0 0 53 Mail.Host
      Mixed.CASE  NAPTR 100 50 "s" "http" "" Mail.Host
      Mixed.CASE  RP  Mail.Host Mail.Host
      Mixed.CASE  PTR Mail.Host
      Mixed.CASE  SVCB 1 Mail.Host alpn=h2
      mail.host   A   192.0.2.11
      mail.host   CAA 0 issue "ca.example"
      mail.host   TXT "one" "two"
      mail.host   TYPE65280 \\# 4 01020304
      """;

  static final String CHILD =
      """
      $TTL 300
      @      SOA ns1 hostmaster 1 3600 300 3600000 300
      @      NS  ns1
      ns1    A   192.0.2.5
      www    A   192.0.2.80
      *.wild TXT "any"
      """;

  static Family signed(KeyAlgorithm algorithm, DenialChoice denial) {
    SecureRandom random = new SecureRandom();
    Instant now = Instant.now();
    SigningPolicy policy = SigningPolicy.DEFAULT.with(denial);
    ZoneSigner child =
        new ZoneSigner(
            List.of(key("a.example", algorithm, Role.KEY_SIGNING, random)), policy, random);
    SigningKey anchor = key("example", algorithm, Role.KEY_SIGNING, random);
    ZoneSigner signer =
        new ZoneSigner(
            List.of(anchor, key("example", algorithm, Role.ZONE_SIGNING, random)), policy, random);
    return new Family(
        signer.sign(zone("example", parentText(child.keys().getFirst())), now),
        child.sign(zone("a.example", CHILD), now),
        zone("b.example", CHILD),
        anchor);
  }

  private static SigningKey key(
      String zone, KeyAlgorithm algorithm, Role role, SecureRandom random) {
    return SigningKey.make(DnsNames.of(zone), algorithm, role, random);
  }

  static String parentText(SigningKey child) {
    return PARENT + child.ds(3600) + "\n";
  }

  static Zone zone(String origin, String text) {
    return ZoneFile.parse(origin + ".zone", text, DnsNames.of(origin));
  }

  Authority authority() {
    return new Authority(ZoneSet.of(List.of(parent, secure, insecure)), "test");
  }
}
