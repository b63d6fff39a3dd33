package io.outagelab.authoritative;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.authoritative.Client.Reply;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

/** RFC 2308 §2 and §3: NXDOMAIN and NODATA with the SOA record. */
class Rfc2308NegativeAnswerTest {
  private static final String SOA =
      "example. 600 SOA ns1.example. hostmaster.example. 1 7200 3600 1209600 600";

  private final Client client = Client.ofTestZones();

  /** §2.1, §3: MINIMUM (600) is lower than the SOA record's TTL (86400). */
  @Test
  void deniesANameWithTheSoaRecordAndItsMinimum() {
    Reply reply = client.ask("nothing.example", Type.A);

    assertThat(reply.rcode()).isEqualTo("NXDOMAIN");
    assertThat(reply.authoritative()).isTrue();
    assertThat(reply.answer()).isEmpty();
    assertThat(reply.authority()).containsExactly(SOA);
  }

  /** §3 read the other way: the SOA record's TTL (300) is lower than MINIMUM (900). */
  @Test
  void capsTheNegativeTtlByTheTtlOfTheSoaRecord() {
    assertThat(client.ask("nothing.other", Type.A).authority())
        .singleElement()
        .asString()
        .startsWith("other. 300 SOA");
  }

  /** §2.2. */
  @Test
  void hasNoDataForATypeThatTheNameLacks() {
    Reply reply = client.ask("www.example", Type.AAAA);

    assertThat(reply.rcode()).isEqualTo("NOERROR");
    assertThat(reply.authoritative()).isTrue();
    assertThat(reply.answer()).isEmpty();
    assertThat(reply.authority()).containsExactly(SOA);
  }

  /** RFC 4592 §2.2.2, RFC 8020 §2: an empty non-terminal exists. */
  @Test
  void hasNoDataAtAnEmptyNonTerminal() {
    assertThat(client.ask("tree.example", Type.A).rcode()).isEqualTo("NOERROR");
    assertThat(client.ask("deep.tree.example", Type.A).authority()).containsExactly(SOA);
    assertThat(client.ask("b.deep.tree.example", Type.A).rcode()).isEqualTo("NXDOMAIN");
  }

  /** RFC 6604 §2.1: the rcode speaks of the last name of the chain. */
  @Test
  void deniesTheTargetOfAnAlias() {
    Reply reply = client.ask("dangling.example", Type.A);

    assertThat(reply.rcode()).isEqualTo("NXDOMAIN");
    assertThat(reply.answer()).containsExactly("dangling.example. 3600 CNAME nothing.example.");
    assertThat(reply.authority()).containsExactly(SOA);
  }

  @Test
  void hasNoDataForTheTargetOfAnAlias() {
    Reply reply = client.ask("alias.example", Type.AAAA);

    assertThat(reply.rcode()).isEqualTo("NOERROR");
    assertThat(reply.answer()).hasSize(1);
    assertThat(reply.authority()).containsExactly(SOA);
  }
}
