package io.outagelab.console.text;

import io.outagelab.assembly.Happening;
import io.outagelab.core.Event;
import java.time.Duration;

/** An event as a line for people. */
public final class EventText {
  private final Paint paint;

  /** Lines painted so. */
  public EventText(Paint paint) {
    this.paint = paint;
  }

  /** The event as a line, without its end: when, which layer, what, about whom, and how. */
  public String line(Happening happening) {
    Event event = happening.event();
    String layer = paint.layer(event.layer(), "%-8s".formatted(event.layer().label()));
    String what = "%-17s".formatted(event.name());
    String about = paint.strong(event.subject());
    String detail = event.detail().isEmpty() ? "" : paint.faint(": ") + event.detail();
    return "%s  %s  %s  %s%s".formatted(clock(happening.at()), layer, what, about, detail);
  }

  /** World time since the lab's start, as {@code +0:14:47}. */
  public static String clock(Duration at) {
    return "+%d:%02d:%02d".formatted(at.toHours(), at.toMinutesPart(), at.toSecondsPart());
  }
}
