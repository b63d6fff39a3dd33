package io.outagelab.authoritative;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.authoritative.Client.Reply;
import io.outagelab.core.net.Transport;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

/** RFC 8482 §4.1: one RRset answers a query for ANY. */
class Rfc8482AnyTest {
  private final Client client = Client.ofTestZones();

  @Test
  void answersWithOneRRsetOnEveryTransport() {
    for (Transport transport : new Transport[] {Transport.UDP, Transport.TCP}) {
      Reply reply = client.send(Client.query("example", Type.ANY), transport);

      assertThat(reply.answer())
          .containsExactly("example. 3600 NS ns1.example.", "example. 3600 NS ns.elsewhere.");
    }
  }

  @Test
  void answersWithAnAliasAndDoesNotFollowIt() {
    assertThat(client.ask("chain.example", Type.ANY).answer())
        .containsExactly("chain.example. 3600 CNAME alias.example.");
  }

  @Test
  void deniesAndRefersAsForAnyOtherType() {
    assertThat(client.ask("nothing.example", Type.ANY).rcode()).isEqualTo("NXDOMAIN");
    assertThat(client.ask("tree.example", Type.ANY).authority()).hasSize(1);
    assertThat(client.ask("host.sub.example", Type.ANY).authority()).hasSize(2);
  }
}
