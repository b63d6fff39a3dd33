package io.outagelab.drills.journal;

import io.outagelab.core.Event;
import io.outagelab.core.Event.Weight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects a journal's timeline. Turns of the story are all kept. Of the details the first {@value
 * #MAX_DETAILS} are, which is more than a person reads and keeps a long drill's journal to a few
 * megabytes; the rest is counted. Measurements are not kept: they are in the score.
 */
public final class TimelineLog {
  /** How many details are kept. */
  public static final int MAX_DETAILS = 20_000;

  private final List<Journal.Entry> entries = new ArrayList<>();
  private int details;
  private int dropped;

  /** Takes in one event. */
  public void accept(Duration at, Event event) {
    if (event.weight() == Weight.METRIC) {
      return;
    }
    if (event.weight() == Weight.DETAIL && ++details > MAX_DETAILS) {
      dropped++;
      return;
    }
    entries.add(
        new Journal.Entry(at, event.layer(), event.name(), event.subject(), event.detail()));
  }

  /** What is kept, in order. */
  public List<Journal.Entry> entries() {
    return List.copyOf(entries);
  }

  /** How many events there was no room for. */
  public int dropped() {
    return dropped;
  }
}
