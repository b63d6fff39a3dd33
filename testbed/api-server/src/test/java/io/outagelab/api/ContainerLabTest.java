package io.outagelab.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.core.Event;
import io.outagelab.core.Layer;
import io.outagelab.core.net.Prefix;
import io.outagelab.hosting.Cast;
import io.outagelab.hosting.HostingSettings;
import io.outagelab.hosting.OperatorToken;
import io.outagelab.world.Placement;
import io.outagelab.world.PlacementLoader;
import io.outagelab.world.World;
import io.outagelab.world.WorldLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the API makes of what containers tell it. */
class ContainerLabTest {
  private final ContainerLab lab = lab();

  /** An event as a container reports it. */
  private record Told(Layer layer, String name, String subject, Map<String, String> attributes)
      implements Event {
    @Override
    public String detail() {
      return "";
    }

    @Override
    public Weight weight() {
      return Weight.STORY;
    }
  }

  private static ContainerLab lab() {
    Path folder = Path.of("../../worlds/facebook-2021").toAbsolutePath().normalize();
    World world = WorldLoader.load(folder);
    Placement placement = PlacementLoader.load(world);
    return new ContainerLab(
        new Cast(
            new HostingSettings(
                world,
                placement,
                placement.container("api").orElseThrow(),
                60,
                1,
                Prefix.of("127.56.0.0/16"),
                10_053,
                9_000,
                Path.of("unused"),
                new OperatorToken("token"))));
  }

  private List<String> log() {
    return lab.log().from(0, Duration.ZERO).stream()
        .map(numbered -> numbered.happening().event().name())
        .toList();
  }

  private static Event door(String name) {
    return new Told(Layer.DOORS, name, "menlo-park", Map.of("door", "menlo-park"));
  }

  @Test
  void whatStandsIsNewsToALabThatHasNotHeardOfIt() {
    lab.stands(door("door-shut"));

    assertThat(log()).containsExactly("door-shut");
    assertThat(lab.status().doors()).containsEntry("menlo-park", false);
  }

  @Test
  void whatStandsAndIsKnownIsNotToldAgain() {
    lab.heard(door("door-shut"));
    lab.stands(door("door-shut"));

    assertThat(log()).containsExactly("door-shut");
  }

  @Test
  void whatStandsMakesGoodWhatWasLostOnTheWay() {
    lab.heard(door("door-shut"));
    lab.stands(door("door-open"));

    assertThat(log()).containsExactly("door-shut", "door-open");
    assertThat(lab.status().doors()).containsEntry("menlo-park", true);
  }

  @Test
  void keepsNoMoreEventsThanItHasRoomFor() {
    for (int i = 0; i <= ContainerLab.CAPACITY; i++) {
      lab.heard(door("door-shut"));
    }

    assertThat(lab.log().from(0, Duration.ZERO).getFirst().index())
        .isEqualTo(ContainerLab.CAPACITY / 4);
    assertThat(lab.log().next()).isEqualTo(ContainerLab.CAPACITY + 1);
  }

  /** A history of pushes is read from events: it outlives an API that was killed. */
  @Test
  void pushesThatStandAreKnownAgain() {
    Event push = new Told(Layer.OPERATOR, "push-finished", "drain", Map.of("change", "drain"));

    lab.stands(push);
    lab.stands(push);

    assertThat(log()).containsExactly("push-finished");
  }
}
