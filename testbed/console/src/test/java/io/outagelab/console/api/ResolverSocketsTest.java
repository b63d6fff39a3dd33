package io.outagelab.console.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.assembly.Mode;
import io.outagelab.console.api.LabDescription.Place;
import io.outagelab.console.api.LabDescription.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResolverSocketsTest {
  private static final List<Place> RESOLVERS =
      List.of(resolver("one", 1), resolver("two", 2), resolver("three", 3), resolver("corp", 4));

  private static Place resolver(String name, int last) {
    return new Place(Role.RESOLVER, name, "10.53.0." + last, "192.0.2." + last);
  }

  private static LabDescription lab(Mode mode) {
    return new LabDescription(
        "tiny",
        "",
        Path.of("world.yaml"),
        mode,
        1,
        60,
        List.of(),
        Instant.EPOCH,
        Duration.ZERO,
        53,
        RESOLVERS,
        List.of());
  }

  private static List<String> all(Mode mode, Optional<Map<String, Integer>> ports) {
    ResolverSockets sockets = new ResolverSockets(lab(mode), "127.0.0.1", ports);
    return RESOLVERS.stream()
        .map(sockets::of)
        .map(socket -> socket.getHostString() + ":" + socket.getPort())
        .toList();
  }

  @Test
  void areTheResolversOwnInAnEmbeddedLab() {
    assertThat(all(Mode.EMBEDDED, Optional.empty())).first().isEqualTo("10.53.0.1:53");
  }

  @Test
  void areThosePublishedInALabOfContainers() {
    assertThat(all(Mode.COMPOSE, Optional.of(Map.of("two", 20_053))))
        .startsWith("10.53.0.1:53", "127.0.0.1:20053");
  }

  @Test
  void areTheUsualPortsOfTheFirstThreeWhereNobodyKnows() {
    assertThat(all(Mode.COMPOSE, Optional.empty()))
        .containsExactly("127.0.0.1:10053", "127.0.0.1:10054", "127.0.0.1:10055", "10.53.0.4:53");
  }
}
