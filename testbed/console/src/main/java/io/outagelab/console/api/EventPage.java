package io.outagelab.console.api;

import io.outagelab.harness.EventLog.Numbered;
import java.time.Duration;
import java.util.List;

/**
 * Consecutive events of a lab.
 *
 * @param events in order
 * @param next where the following page begins
 * @param time world time before which no further event can come on that page
 */
public record EventPage(List<Numbered> events, long next, Duration time) {
  /** Keeps its own copy of the events. */
  public EventPage {
    events = List.copyOf(events);
  }
}
