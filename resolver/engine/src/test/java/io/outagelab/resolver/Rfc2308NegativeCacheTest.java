package io.outagelab.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** RFC 2308, negative caching, and RFC 8020, what NXDOMAIN says of names below. */
class Rfc2308NegativeCacheTest {
  @RegisterExtension final FakeInternet net = new FakeInternet();

  @BeforeEach
  void build() {
    SmallWorld.build(net);
  }

  /** RFC 2308 §5: for the lesser of the SOA's TTL and its MINIMUM. */
  @Test
  void keepsNxdomainForAsLongAsTheSoaSays() {
    net.ask("missing.example.com").isOnly("NXDOMAIN");
    int before = net.sent().size();

    net.pass(Duration.ofSeconds(890));
    net.ask("missing.example.com", Type.TXT).isOnly("NXDOMAIN");
    assertThat(net.sent()).hasSize(before);
    net.pass(Duration.ofSeconds(10));
    net.ask("missing.example.com").isOnly("NXDOMAIN");
    assertThat(net.sent()).hasSize(before + 1);
  }

  /** RFC 2308 §3: the SOA goes along, with what is left of the TTL. */
  @Test
  void sendsTheSoaAlongWithTheTtlThatIsLeft() {
    Answer first = net.ask("missing.example.com");
    net.pass(Duration.ofSeconds(100));
    Answer second = net.ask("missing.example.com");

    assertThat(first.message().getSection(Section.AUTHORITY).getFirst().getTTL()).isEqualTo(900);
    assertThat(second.message().getSection(Section.AUTHORITY).getFirst().getTTL())
        .isBetween(799L, 800L);
  }

  /** RFC 2308 §2.2: the name exists, so other types are asked for. */
  @Test
  void keepsNoDataForTheTypeOnly() {
    net.ask("api.example.com", Type.TXT).isOnly("NOERROR");
    int before = net.sent().size();

    net.ask("api.example.com", Type.TXT).isOnly("NOERROR");
    assertThat(net.sent()).hasSize(before);
    net.ask("api.example.com").has("192.0.2.80");
  }

  /** RFC 2308 §2.1: the denial is of the alias's target. */
  @Test
  void showsTheAliasThatLeadsToNothing() {
    Answer first = net.ask("void.example.com");
    Answer second = net.ask("void.example.com");

    assertThat(first.rcode()).isEqualTo("NXDOMAIN");
    assertThat(first.data()).containsExactly("nothing.example.com.");
    assertThat(second.rcode()).isEqualTo("NXDOMAIN");
    assertThat(second.data()).containsExactly("nothing.example.com.");
  }

  /** RFC 2308 §5: without an SOA there is nothing to keep it by. */
  @Test
  void doesNotKeepADenialWithoutSoa() {
    net.server(SmallWorld.CONTROL).zone("control.net.", "www.control.net. 300 A 203.0.113.80");
    net.ask("missing.control.net").isOnly("NXDOMAIN");
    int before = net.sent().size();

    net.ask("missing.control.net").isOnly("NXDOMAIN");

    assertThat(net.sent()).hasSize(before + 1);
  }

  @Test
  void capsTheNegativeTtl() {
    net.policy(Map.of("max-negative-ttl", "1m"));
    net.ask("missing.example.com");
    int before = net.sent().size();

    net.pass(Duration.ofSeconds(61));
    net.ask("missing.example.com");

    assertThat(net.sent()).hasSize(before + 1);
  }

  /** RFC 8020 §2. */
  @Test
  void deniesWhatIsBelowANameThatDoesNotExist() {
    net.ask("missing.example.com");
    int before = net.sent().size();

    net.ask("a.b.missing.example.com").isOnly("NXDOMAIN");

    assertThat(net.sent()).hasSize(before);
  }
}
