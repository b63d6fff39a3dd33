package io.outagelab.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.Event;
import io.outagelab.core.Layer;
import io.outagelab.core.net.Prefix;
import io.outagelab.world.World;
import io.outagelab.world.WorldLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusBoardTest {
  private static final World WORLD = WorldLoader.load(Path.of("../../worlds/facebook-2021"));
  private static final String NS_A = "129.134.30.0/24";

  private final StatusBoard board = new StatusBoard(WORLD);

  private record Told(Layer layer, String name, String subject, Map<String, String> attributes)
      implements Event {
    @Override
    public String detail() {
      return "";
    }
  }

  private void tell(Layer layer, String name, String subject, Map<String, String> attributes) {
    board.accept(new Happening(Duration.ZERO, new Told(layer, name, subject, attributes)));
  }

  private Status status() {
    return board.status(Mode.SIMULATED, Duration.ZERO, 1, Addressing.published());
  }

  @Test
  void startsAsAnUndisturbedLab() {
    assertThat(board.linksUp()).isEqualTo(board.linksTotal()).isEqualTo(144);
    assertThat(board.isolatedSites()).isEmpty();
    assertThat(board.isDoorOpen("menlo-park")).isTrue();
    assertThat(board.answer("as13335", "facebook.com")).isEqualTo("unknown");
    assertThat(board.app("facebook").state()).isEqualTo("unknown");
    assertThat(status().bgp().prefixesTotal()).isEqualTo(10);
  }

  @Test
  void followsAnnouncementsSiteBySite() {
    for (String site : new String[] {"sjc", "ams"}) {
      tell(Layer.BGP, "prefix-originated", "", Map.of("prefix", NS_A, "site", site));
    }
    tell(Layer.BGP, "route-gained", "", Map.of("prefix", NS_A, "site", "as13335"));
    assertThat(board.originators(Prefix.of(NS_A))).containsExactly("ams", "sjc");
    assertThat(board.isSeenBy("as13335", Prefix.of(NS_A))).isTrue();
    assertThat(status().bgp().withdrawn()).doesNotContain(NS_A);

    for (String site : new String[] {"sjc", "ams"}) {
      tell(Layer.BGP, "prefix-retracted", "", Map.of("prefix", NS_A, "site", site));
    }
    tell(Layer.BGP, "route-lost", "", Map.of("prefix", NS_A, "site", "as13335"));
    assertThat(board.isSeenBy("as13335", Prefix.of(NS_A))).isFalse();
    assertThat(status().bgp().withdrawn()).contains(NS_A);
  }

  @Test
  void keepsWhatEachLayerLastSaid() {
    tell(Layer.BACKBONE, "link-down", "bb1.prn--bb1.sjc", Map.of("plane", "1"));
    tell(Layer.BACKBONE, "site-isolated", "prn", Map.of());
    tell(Layer.DNS, "site-unhealthy", "facebook-dns@sjc", Map.of());
    tell(
        Layer.RESOLVER,
        "answer-changed",
        "",
        Map.of("resolver", "as13335", "name", "facebook.com", "to", "SERVFAIL"));
    tell(
        Layer.APP,
        "app-changed",
        "facebook",
        Map.of("state", "down", "cause", "name", "ratio", "0.25"));
    tell(Layer.DOORS, "door-shut", "menlo-park", Map.of());
    Status now = status();

    assertThat(now.backbone().linksUp()).isEqualTo(143);
    assertThat(now.backbone().sitesIsolated()).containsExactly("prn");
    assertThat(now.nameServerSites())
        .filteredOn(site -> !site.healthy())
        .extracting(Status.NameServerSite::site)
        .containsExactly("sjc");
    assertThat(board.answer("as13335", "facebook.com")).isEqualTo("SERVFAIL");
    assertThat(board.app("facebook"))
        .isEqualTo(new Status.AppStatus("facebook", "down", "name", 0.25));
    assertThat(Status.failing(now.doors())).containsExactly("menlo-park");
  }
}
