package io.outagelab.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.assembly.Assembled;
import io.outagelab.assembly.Assembly;
import io.outagelab.assembly.Happening;
import io.outagelab.assembly.InMemoryNetwork;
import io.outagelab.assembly.Instructions;
import io.outagelab.assembly.Stage;
import io.outagelab.core.Event;
import io.outagelab.core.Tick;
import io.outagelab.core.TimeScale;
import io.outagelab.world.PushLoader;
import io.outagelab.world.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same push has the same consequences in the same order, in virtual time and on sockets. */
@Tag("embedded")
@Timeout(60)
class SameStoryTest {
  private static final String PUSH = "drain-everything.yaml";

  /** The first turn of each layer, each the cause of the next. */
  private static final List<String> ORDER =
      List.of(
          "push-accepted",
          "link-down",
          "site-isolated",
          "site-unhealthy",
          "prefix-retracted",
          "answer-changed to SERVFAIL");

  @Test
  void embeddedAsSimulated() {
    assertThat(turns(simulated())).isEqualTo(ORDER);
    assertThat(turns(embedded())).isEqualTo(ORDER);
  }

  private static List<Event> simulated() {
    World world = LiveLab.world("tiny");
    Assembled assembled = Assembly.simulated(world, 1);
    List<Event> events = new ArrayList<>();
    Stage stage =
        new Stage(
            assembled,
            on -> new InMemoryNetwork(on, assembled.addressing()),
            observed -> events.add(observed.event()));
    Tick pushed = Tick.at(Duration.ofMinutes(10));
    stage.start(Tick.ZERO);
    stage.runDue(pushed);
    events.clear();
    stage.instruct(
        pushed,
        Assembled.OPERATOR,
        Instructions.push(
            world,
            TimeScale.REAL,
            PushLoader.load(Path.of("pushes", PUSH), world),
            true,
            Optional.empty()));
    stage.runDue(pushed.plus(Duration.ofMinutes(20)));
    return events;
  }

  private static List<Event> embedded() {
    try (LiveLab live = LiveLab.start("tiny", 300).untilWell()) {
      int before = live.events().size();
      live.push(PUSH);
      live.untilEvent("answer-changed", Map.of("to", "SERVFAIL"));
      List<Happening> all = live.events();
      return all.subList(before, all.size()).stream().map(Happening::event).toList();
    }
  }

  private static List<String> turns(List<Event> events) {
    Map<String, Event> first = new LinkedHashMap<>();
    for (Event event : events) {
      String to = event.attributes().getOrDefault("to", "");
      String turn =
          event.name().equals("answer-changed") ? event.name() + " to " + to : event.name();
      if (ORDER.contains(turn)) {
        first.putIfAbsent(turn, event);
      }
    }
    return List.copyOf(first.keySet());
  }
}
