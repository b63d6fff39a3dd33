package io.outagelab.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.assembly.Status;
import io.outagelab.configpush.Via;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The large world on real sockets: anycast, many resolvers, a control name that nothing harms. */
@Tag("long")
@Timeout(180)
class EmbeddedFacebookTest {
  private static final String NAME = "www.facebook.com";
  private static final String CONTROL = "instagram.com";
  private static final String A_NS = "129.134.30.12";
  private static final List<String> RESOLVERS = List.of("1.1.1.1", "8.8.8.8", "203.0.113.53");

  private static boolean isDark(Status status) {
    return status.resolvers().stream()
            .allMatch(resolver -> resolver.names().getOrDefault(NAME, "").equals("SERVFAIL"))
        && status.bgp().prefixesAnnounced() == 0
        && !status.doors().getOrDefault("menlo-park", true);
  }

  @Test
  void thereAndBack() {
    try (LiveLab live = LiveLab.start("facebook-2021", 300).untilWell()) {
      // The guest stands at a network that peers in San Jose: anycast takes it there.
      assertThat(live.at(A_NS).identity()).isEqualTo("facebook-dns@sjc");
      assertThat(live.at(A_NS).nsid(NAME)).isEqualTo("facebook-dns@sjc");

      live.push("assess-backbone-capacity.yaml");
      Status dark = live.untilStatus(EmbeddedFacebookTest::isDark);
      assertThat(dark.backbone().linksUp()).isZero();
      for (String resolver : RESOLVERS) {
        assertThat(live.at(resolver).rcode(NAME)).as(resolver).isEqualTo("SERVFAIL");
        assertThat(live.at(resolver).rcode(CONTROL)).as(resolver).isEqualTo("NOERROR");
      }
      assertThat(live.at(A_NS).isSilent(NAME)).isTrue();

      live.rollback(Via.ON_SITE, true);
      live.untilWell();
      for (String resolver : RESOLVERS) {
        assertThat(live.at(resolver).rcode(NAME)).as(resolver).isEqualTo("NOERROR");
      }
      assertThat(live.lab().failures()).isZero();
    }
  }
}
