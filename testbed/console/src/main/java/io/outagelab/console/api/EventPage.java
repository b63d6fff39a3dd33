package io.outagelab.console.api;

import io.outagelab.harness.EventLog;
import io.outagelab.harness.EventLog.Numbered;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Consecutive events of a lab.
 *
 * @param events in order
 * @param next where the following page begins
 * @param time world time when the page was filled: events on the next are hardly older
 */
public record EventPage(List<Numbered> events, long next, Duration time) {
  /** Keeps its own copy of the events. */
  public EventPage {
    events = List.copyOf(events);
  }

  /**
   * A page of a log.
   *
   * @param from the index of its first event; if there is none yet it waits, in real time
   * @param worldTime the lab's clock
   */
  public static EventPage of(EventLog log, long from, Duration wait, Supplier<Duration> worldTime) {
    log.await(from, wait);
    Duration time = worldTime.get();
    List<Numbered> events = log.from(from, Duration.ZERO);
    return new EventPage(events, events.isEmpty() ? from : events.getLast().index() + 1, time);
  }
}
