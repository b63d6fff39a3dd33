package io.outagelab.console.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.console.Repository;
import io.outagelab.console.compose.ComposeFile.Port;
import io.outagelab.console.compose.ComposeFile.Service;
import io.outagelab.console.shell.CommandFailure;
import io.outagelab.core.net.Prefix;
import io.outagelab.world.Placement.Container;
import io.outagelab.world.PlacementLoader;
import io.outagelab.world.World;
import io.outagelab.world.WorldLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComposeFileTest {
  private static final String WRITTEN =
      """
      services:
        resolver:
          build: .
          ports: ["127.0.0.1:${LAB_DNS_PORT_1:-10053}:53/udp", "127.0.0.1:${OTHER:-10053}:53/tcp"]
      """;

  @Test
  void readsWhatTheOlderComposePrints() {
    String resolved =
        """
        networks:
          lab: {ipam: {config: [{gateway: 10.53.255.254, subnet: 10.53.0.0/16}]}}
          plain: {}
        services:
          resolver:
            build: {context: /here}
            image: outage-lab:latest
            ports: [127.0.0.1:10053:53/udp, 127.0.0.1:10053:53/tcp, 8081:8090]
          watcher: {image: busybox}
        """;

    ComposeFile file = ComposeFile.parse(resolved, WRITTEN);

    assertThat(file.subnets()).containsExactly(Prefix.of("10.53.0.0/16"));
    assertThat(file.services()).extracting(Service::name).containsExactly("resolver", "watcher");
    assertThat(file.services()).extracting(Service::isBuilt).containsExactly(true, false);
    assertThat(file.services().getFirst().ports())
        .containsExactly(
            new Port("127.0.0.1", 10_053, 53, "udp", Optional.of("LAB_DNS_PORT_1")),
            new Port("127.0.0.1", 10_053, 53, "tcp", Optional.of("OTHER")),
            new Port("127.0.0.1", 8_081, 8_090, "tcp", Optional.empty()));
    assertThat(file.published("resolver", 53, "udp")).map(Port::number).contains(10_053);
    assertThat(file.published("watcher")).isEmpty();
  }

  @Test
  void readsWhatTheNewerComposePrints() {
    String resolved =
        """
        name: outage-lab
        services:
          resolver:
            build: {context: /here}
            ports:
              - {mode: ingress, host_ip: 127.0.0.1, target: 53, published: "10053", protocol: udp}
        """;

    Service resolver = ComposeFile.parse(resolved, WRITTEN).services().getFirst();

    assertThat(resolver.image()).isEmpty();
    assertThat(resolver.ports())
        .containsExactly(new Port("127.0.0.1", 10_053, 53, "udp", Optional.of("LAB_DNS_PORT_1")));
  }

  @Test
  void saysWhatIsNotYaml() {
    assertThatThrownBy(() -> ComposeFile.parse("services: [", WRITTEN))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("docker-compose.yml");
  }

  @Test
  void theRepositorysHasEveryContainerOfItsWorldAndPublishesWhatTheCommandsLookFor()
      throws IOException {
    String written = Files.readString(Repository.root().resolve(ComposeFile.NAME));
    World world =
        WorldLoader.load(Repository.root().resolve("worlds").resolve("facebook-2021"), List.of());

    ComposeFile file = ComposeFile.parse(FakeDocker.resolved(written), written);

    assertThat(file.services())
        .extracting(Service::name)
        .containsAll(
            PlacementLoader.load(world).containers().stream().map(Container::name).toList());
    assertThat(file.published("api"))
        .contains(new Port("127.0.0.1", 8_080, 8_090, "tcp", Optional.of("LAB_PORT")));
    assertThat(file.published("resolver-as64500", 53, "udp"))
        .contains(new Port("127.0.0.1", 10_055, 53, "udp", Optional.of("LAB_DNS_PORT_3")));
    assertThat(file.subnets()).containsExactly(Prefix.of("10.53.0.0/16"));
  }
}
