package io.outagelab.console.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.assembly.Happening;
import io.outagelab.core.Event;
import io.outagelab.core.Layer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventBufferTest {
  private static Happening at(int second, Event event) {
    return new Happening(Duration.ofSeconds(second), event);
  }

  private static Event story() {
    return Told.story(Layer.BGP, "route-lost", "a prefix");
  }

  private static List<Long> indexes(List<EventPage.Numbered> events) {
    return events.stream().map(EventPage.Numbered::index).toList();
  }

  @Test
  void numbersEventsFromZero() {
    EventBuffer buffer = new EventBuffer();

    IntStream.range(0, 3).forEach(i -> buffer.append(at(i, story())));

    assertThat(indexes(buffer.from(0, Duration.ZERO))).containsExactly(0L, 1L, 2L);
    assertThat(indexes(buffer.from(2, Duration.ZERO))).containsExactly(2L);
    assertThat(buffer.from(3, Duration.ZERO)).isEmpty();
    assertThat(buffer.next()).isEqualTo(3);
  }

  @Test
  void forgetsOldMeasurementsBeforeTurnsOfTheStory() {
    EventBuffer buffer = new EventBuffer(8);

    IntStream.range(0, 9)
        .forEach(i -> buffer.append(at(i, i % 2 == 0 ? story() : Told.metric("load"))));

    assertThat(indexes(buffer.from(0, Duration.ZERO))).containsExactly(0L, 2L, 4L, 5L, 6L, 7L, 8L);
  }

  @Test
  void forgetsTheOldestQuarterWhenThereAreNoMeasurements() {
    EventBuffer buffer = new EventBuffer(8);

    IntStream.range(0, 9).forEach(i -> buffer.append(at(i, story())));

    assertThat(indexes(buffer.from(0, Duration.ZERO))).containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L);
  }

  @Test
  void handsOutAPageAtATime() {
    EventBuffer buffer = new EventBuffer();
    IntStream.range(0, EventBuffer.PAGE + 1).forEach(i -> buffer.append(at(i, story())));

    assertThat(buffer.from(0, Duration.ZERO)).hasSize(EventBuffer.PAGE);
    assertThat(buffer.from(EventBuffer.PAGE, Duration.ZERO)).hasSize(1);
  }

  @Test
  void waitsForTheFirstEvent() throws InterruptedException {
    EventBuffer buffer = new EventBuffer();
    Thread writer = new Thread(() -> buffer.append(at(1, story())));

    writer.start();
    List<EventPage.Numbered> found = buffer.from(0, Duration.ofSeconds(30));
    writer.join();

    assertThat(indexes(found)).containsExactly(0L);
  }
}
