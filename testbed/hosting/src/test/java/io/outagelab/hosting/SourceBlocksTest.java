package io.outagelab.hosting;

import static io.outagelab.world.AddressPlan.Role.TRANSFER;
import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.assembly.Assembled;
import io.outagelab.assembly.Assembly;
import io.outagelab.assembly.Casting;
import io.outagelab.assembly.PlacedNode;
import io.outagelab.assembly.PushJournal;
import io.outagelab.core.TimeScale;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import io.outagelab.world.AddressPlan;
import io.outagelab.world.Placement;
import io.outagelab.world.PlacementLoader;
import io.outagelab.world.World;
import io.outagelab.world.WorldLoader;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SourceBlocksTest {
  private static final Prefix BASE = Prefix.of("10.53.0.0/16");

  private final World world =
      WorldLoader.load(Path.of("../../worlds/facebook-2021"), List.of("second-provider"));
  private final Placement placement = PlacementLoader.load(world);
  private final Assembled assembled =
      Assembly.placed(world, 1, new TimeScale(60), BASE, placement, PushJournal.NONE);
  private final Casting casting = new Casting(assembled, placement, BASE);

  private SourceBlocks of(String container) {
    return new SourceBlocks(placement, casting, placement.container(container).orElseThrow());
  }

  @Test
  void everyNodeIsRecognisedByAllOthersFromWhereItAsks() {
    SourceBlocks anybody = of("root");
    for (Placement.Container container : placement.containers()) {
      SourceBlocks own = of(container.name());
      for (PlacedNode node : casting.cast(container)) {
        IpAddress asker = node.addresses().getLast();
        for (int attempt = 0; attempt < 16; attempt++) {
          own.source(new Endpoint(asker, 54_321), attempt)
              .ifPresent(source -> assertThat(anybody.asker(source)).contains(asker));
        }
      }
    }
  }

  @Test
  void crowdsAskFromTheirContainersAddress() {
    IpAddress cohort = IpAddress.of("10.53.65.3");

    Endpoint source = of("crowd").source(new Endpoint(cohort, 40_000), 0).orElseThrow();

    assertThat(source.address()).isEqualTo(IpAddress.of("10.53.254.3"));
  }

  @Test
  void attemptsMeetDifferentPorts() {
    SourceBlocks blocks = of("crowd");
    Set<Endpoint> seen = new HashSet<>();
    for (int attempt = 0; attempt < 16; attempt++) {
      seen.add(
          blocks.source(new Endpoint(IpAddress.of("10.53.65.3"), 2_000), attempt).orElseThrow());
    }

    assertThat(seen).hasSize(16);
  }

  /** Whoever is in there with a name server, and is no node, is a guest like any other. */
  @Test
  void nobodyAsksFromWhereANameServerAnswers() {
    SourceBlocks blocks = of("root");

    assertThat(blocks.asker(Endpoint.of("10.53.0.4", 40_000))).isEmpty();
    assertThat(of("second-provider").source(Endpoint.of("10.53.192.10", 40_000), 0)).isEmpty();
  }

  @Test
  void aSecondaryThatIsAloneHasAllPortsForItsTransfers() {
    IpAddress transfers = AddressPlan.of(world).host(TRANSFER, "route53", "as16509");
    IpAddress own = assembled.addressing().toLab(transfers);

    assertThat(of("second-provider").source(new Endpoint(own, 65_000), 0))
        .contains(Endpoint.of("10.53.192.10", 65_000));
    assertThat(of("a-ns").asker(Endpoint.of("10.53.192.10", 65_000))).contains(own);
  }

  @Test
  void theSystemsOwnPortsAndForeignAddressesAreGuests() {
    SourceBlocks blocks = of("root");

    assertThat(blocks.asker(Endpoint.of("10.53.254.3", 50_000))).isEmpty();
    assertThat(blocks.asker(Endpoint.of("10.53.255.254", 5_000))).isEmpty();
    assertThat(blocks.asker(Endpoint.of("127.0.0.1", 5_000))).isEmpty();
  }

  @Test
  void aResolverThatIsAloneHasAllPorts() {
    SourceBlocks blocks = of("resolver-as13335");
    IpAddress resolver = IpAddress.of("10.53.1.1");

    assertThat(blocks.source(new Endpoint(resolver, 65_000), 0))
        .contains(new Endpoint(resolver, 65_000));
    assertThat(blocks.asker(new Endpoint(resolver, 65_000))).contains(resolver);
  }
}
