package io.outagelab.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.TimeScale;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import io.outagelab.world.World;
import io.outagelab.world.WorldLoader;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssemblyTest {
  private static final Path WORLDS = Path.of("../../worlds");

  @ParameterizedTest
  @ValueSource(strings = {"facebook-2021", "tiny"})
  void givesEveryNodeANameOfItsOwnAndAnAddressOfItsOwnAtItsSite(String name) {
    Assembled lab = Assembly.simulated(WorldLoader.load(WORLDS.resolve(name)), 1);

    Set<String> names = new HashSet<>();
    Set<String> places = new HashSet<>();
    for (PlacedNode node : lab.nodes()) {
      assertThat(names.add(node.name())).as(node.name()).isTrue();
      boolean sharesItsHost = node.role() == PlacedNode.Role.ANNOUNCER;
      for (IpAddress address : node.addresses()) {
        assertThat(places.add(node.site() + " " + address) || sharesItsHost)
            .as("%s at %s %s", node, node.site(), address)
            .isTrue();
      }
    }
    assertThat(names).contains(Assembled.OPERATOR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"facebook-2021", "tiny"})
  void aLiveLabUsesLoopbackAddressesAlone(String name) {
    World world = WorldLoader.load(WORLDS.resolve(name));
    Prefix base = Prefix.of("127.53.0.0/16");
    Assembled lab = Assembly.live(world, 1, new TimeScale(world.compression()), base);

    assertThat(lab.nodes()).allSatisfy(node -> assertThat(node.addresses()).isNotEmpty());
    assertThat(lab.nodes())
        .flatMap(PlacedNode::addresses)
        .allSatisfy(address -> assertThat(base.contains(address)).isTrue());
    assertThat(lab.routers().keySet())
        .allSatisfy(address -> assertThat(base.contains(address)).isTrue());
    assertThat(base.contains(lab.guestAddress())).isTrue();
  }
}
