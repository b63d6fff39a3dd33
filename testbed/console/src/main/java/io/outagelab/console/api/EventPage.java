package io.outagelab.console.api;

import io.outagelab.assembly.Happening;
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

  /** An event and its index since the lab's start, from 0. */
  public record Numbered(long index, Happening happening) {}
}
