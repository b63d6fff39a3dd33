package io.outagelab.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;

/** A secondary in another AS: its copies come over real connections, and answer in the outage. */
@Tag("long")
@Timeout(180)
class EmbeddedSecondProviderTest {
  private static final String NAME = "www.facebook.com";
  private static final String PROVIDER = "205.251.192.10";

  @Test
  void answersFromItsCopiesWhileThePrimaryIsGone() {
    try (LiveLab live = LiveLab.start("facebook-2021", 300, "second-provider").untilWell()) {
      live.untilEvent("zone-transferred", Map.of("zone", "facebook.com", "kind", "axfr"));
      Message copied = live.at(PROVIDER).ask("facebook.com");
      assertThat(copied.getHeader().getFlag(Flags.AA)).isTrue();
      assertThat(DnsClient.data(copied)).isEqualTo(live.address("157.240.22.35"));

      live.push("assess-backbone-capacity.yaml");
      live.untilStatus(status -> status.bgp().prefixesAnnounced() == 0);

      assertThat(live.at("129.134.30.12").isSilent(NAME)).isTrue();
      assertThat(live.at(PROVIDER).rcode(NAME)).isEqualTo("NOERROR");
      assertThat(live.at("1.1.1.1").rcode(NAME)).isEqualTo("NOERROR");
      assertThat(live.lab().failures()).isZero();
    }
  }
}
