package io.outagelab.drills.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.outagelab.configpush.Via;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.net.Prefix;
import io.outagelab.drills.Drills;
import io.outagelab.drills.Golden;
import io.outagelab.drills.TestWorlds;
import io.outagelab.drills.language.Expectation.When;
import io.outagelab.world.WorldLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrillLoaderTest {
  @Test
  void readsWhatADrillSays() {
    Drill drill = TestWorlds.drill("cut");

    assertThat(drill.name()).isEqualTo("cut");
    assertThat(drill.timeline())
        .extracting(Step::at)
        .containsExactly(Duration.ZERO, Duration.ofMinutes(10), Duration.ofMinutes(12));
    assertThat(drill.timeline().get(1).action())
        .isEqualTo(new Action.Rollback(Optional.empty(), Via.IN_BAND, false));
    assertThat(drill.milestone("gone").when())
        .isEqualTo(
            new Condition.Bgp(List.of(Prefix.of("192.0.2.0/25")), "ns", new Choice.Every(), false));
    assertThat(drill.expectations())
        .extracting(Expectation::id)
        .containsExactly("servfail", "back", "never-nxdomain", "dark", "gate");
    assertThat(drill.expectations().getLast().when()).isEqualTo(new When.Throughout());
    assertThat(drill.expectations().getLast().control()).isTrue();
  }

  @Test
  void measuresTheRecordFromTheDrillsEpoch() {
    Drill drill = TestWorlds.drill("cut");

    assertThat(drill.milestone("gone").recorded())
        .contains(new Milestone.Recorded(Duration.ofMinutes(3), "A. Author, The lane, 2026"));
  }

  @Test
  void assertsTheOrderOfTheMilestonesUnlessAnotherIsGiven() {
    assertThat(TestWorlds.drill("cut").order())
        .containsExactly(List.of("applied", "down", "gone", "servfail", "up"));
  }

  @Test
  void tellsEverythingThatIsWrongAtOnce() {
    LabConfigurationException wrong =
        catchThrowableOfType(LabConfigurationException.class, () -> TestWorlds.drill("bad"));

    Golden.check(Path.of("src/test/resources/bad-drill.txt"), wrong.getMessage() + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"facebook-2021", "tiny"})
  void readsTheShippedDrills(String name) {
    Drills.Found found = Drills.find(TestWorlds.SHIPPED, name);

    Drill drill = DrillLoader.load(found.file(), WorldLoader.load(found.worldFolder()));

    assertThat(drill.name()).isEqualTo(name);
  }

  @Test
  void theShippedDrillTellsTheStoryInTheRecordsOrder() {
    Drills.Found found = Drills.find(TestWorlds.SHIPPED, "facebook-2021");

    Drill drill = DrillLoader.load(found.file(), WorldLoader.load(found.worldFolder()));

    assertThat(drill.milestones())
        .extracting(Milestone::name)
        .containsExactly(
            "push-applied",
            "backbone-down",
            "sites-isolated",
            "apps-erroring",
            "dns-unhealthy",
            "routes-gone",
            "servfail",
            "apps-dark",
            "doors-shut",
            "rollback-refused",
            "on-site",
            "backbone-up",
            "routes-back",
            "dns-back",
            "apps-back");
    assertThat(drill.milestone("routes-gone").recorded().orElseThrow().at())
        .isEqualTo(Duration.parse("PT14M47S"));
    assertThat(drill.milestone("dns-back").recorded().orElseThrow().at())
        .isEqualTo(Duration.parse("PT5H41M"));
  }

  @Test
  void publishesTheSchemaOfWhatItReads() {
    Golden.check(TestWorlds.SHIPPED.resolve("drill.schema.json"), DrillLoader.schema());
  }
}
