package io.outagelab.authoritative;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.authoritative.Client.Reply;
import io.outagelab.authoritative.zone.ZoneSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

/** RFC 4592, with the example zone of its §2.2.1. */
class Rfc4592WildcardTest {
  private static final String ZONE =
      """
      $TTL 3600
      @              SOA   ns.example.com. hostmaster.example.com. 1 7200 3600 1209600 3600
      @              NS    ns.example.com.
      @              NS    ns.example.net.
      *              TXT   "this is a wildcard"
      *              MX    10 host1.example.
      sub.*          TXT   "this is not a wildcard"
      host1          A     192.0.2.1
      _ssh._tcp.host1 SRV  0 0 22 host1
      _ssh._tcp.host2 SRV  0 0 22 host2
      subdel         NS    ns.example.com.
      subdel         NS    ns.example.net.
      *.alias        CNAME host1
      """;

  private final Client client =
      new Client(new Authority(ZoneSet.of(List.of(TestZones.zone("example", ZONE))), "test"));

  /** §2.2.1: "The following responses would be synthesized". */
  @Test
  void synthesizesForNamesThatDoNotExist() {
    assertThat(client.ask("host3.example", Type.MX).answer())
        .containsExactly("host3.example. 3600 MX 10 host1.example.");
    assertThat(client.ask("foo.bar.example", Type.TXT).answer())
        .containsExactly("foo.bar.example. 3600 TXT \"this is a wildcard\"");
    assertThat(client.ask("host3.example", Type.TXT).authoritative()).isTrue();
  }

  /** §2.2.1: no data of the wildcard for the type asked. */
  @Test
  void hasNoDataWhereTheWildcardLacksTheType() {
    Reply reply = client.ask("host3.example", Type.A);

    assertThat(reply.rcode()).isEqualTo("NOERROR");
    assertThat(reply.answer()).isEmpty();
    assertThat(reply.authority()).hasSize(1);
  }

  /** §2.2.1: "The following responses would not be synthesized". */
  @Test
  void doesNotSynthesizeForNamesThatExist() {
    assertThat(client.ask("host1.example", Type.MX).answer()).isEmpty();
    assertThat(client.ask("sub.*.example", Type.MX).answer()).isEmpty();
    assertThat(client.ask("_telnet._tcp.host1.example", Type.SRV).rcode()).isEqualTo("NXDOMAIN");
    assertThat(client.ask("host.subdel.example", Type.A).authoritative()).isFalse();
    assertThat(client.ask("host.subdel.example", Type.A).authority()).hasSize(2);
    assertThat(client.ask("ghost.*.example", Type.MX).rcode()).isEqualTo("NXDOMAIN");
  }

  /** §2.2.2: host2 is an empty non-terminal, so the wildcard does not apply to it. */
  @Test
  void doesNotSynthesizeForAnEmptyNonTerminal() {
    Reply reply = client.ask("host2.example", Type.MX);

    assertThat(reply.rcode()).isEqualTo("NOERROR");
    assertThat(reply.answer()).isEmpty();
  }

  /** §2.1.1, §4.3.2 of RFC 1034: the wildcard name itself can be asked for. */
  @Test
  void answersForTheWildcardNameItself() {
    assertThat(client.ask("*.example", Type.MX).answer())
        .containsExactly("*.example. 3600 MX 10 host1.example.");
  }

  /** §4.3. */
  @Test
  void followsAnAliasAtAWildcard() {
    assertThat(client.ask("x.alias.example", Type.A).answer())
        .containsExactly(
            "x.alias.example. 3600 CNAME host1.example.", "host1.example. 3600 A 192.0.2.1");
  }
}
