package io.outagelab.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.assembly.Happening;
import io.outagelab.core.Event;
import io.outagelab.core.Layer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventLogTest {
  private record Told(String name, Event.Weight weight) implements Event {
    @Override
    public Layer layer() {
      return Layer.BGP;
    }

    @Override
    public String subject() {
      return "somebody";
    }

    @Override
    public String detail() {
      return "";
    }
  }

  private static Happening at(int second, Event event) {
    return new Happening(Duration.ofSeconds(second), event);
  }

  private static Event story() {
    return new Told("route-lost", Event.Weight.STORY);
  }

  private static List<Long> indexes(List<EventLog.Numbered> events) {
    return events.stream().map(EventLog.Numbered::index).toList();
  }

  @Test
  void numbersEventsFromZero() {
    EventLog buffer = new EventLog();

    IntStream.range(0, 3).forEach(i -> buffer.append(at(i, story())));

    assertThat(indexes(buffer.from(0, Duration.ZERO))).containsExactly(0L, 1L, 2L);
    assertThat(indexes(buffer.from(2, Duration.ZERO))).containsExactly(2L);
    assertThat(buffer.from(3, Duration.ZERO)).isEmpty();
    assertThat(buffer.next()).isEqualTo(3);
  }

  @Test
  void forgetsOldMeasurementsBeforeTurnsOfTheStory() {
    EventLog buffer = new EventLog(8);

    IntStream.range(0, 9)
        .forEach(
            i ->
                buffer.append(at(i, i % 2 == 0 ? story() : new Told("load", Event.Weight.METRIC))));

    assertThat(indexes(buffer.from(0, Duration.ZERO))).containsExactly(0L, 2L, 4L, 5L, 6L, 7L, 8L);
  }

  @Test
  void forgetsTheOldestQuarterWhenThereAreNoMeasurements() {
    EventLog buffer = new EventLog(8);

    IntStream.range(0, 9).forEach(i -> buffer.append(at(i, story())));

    assertThat(indexes(buffer.from(0, Duration.ZERO))).containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L);
  }

  @Test
  void handsOutAPageAtATime() {
    EventLog buffer = new EventLog();
    IntStream.range(0, EventLog.PAGE + 1).forEach(i -> buffer.append(at(i, story())));

    assertThat(buffer.from(0, Duration.ZERO)).hasSize(EventLog.PAGE);
    assertThat(buffer.from(EventLog.PAGE, Duration.ZERO)).hasSize(1);
  }

  @Test
  void waitsForTheFirstEvent() throws InterruptedException {
    EventLog buffer = new EventLog();
    Thread writer = new Thread(() -> buffer.append(at(1, story())));

    writer.start();
    List<EventLog.Numbered> found = buffer.from(0, Duration.ofSeconds(30));
    writer.join();

    assertThat(indexes(found)).containsExactly(0L);
  }
}
