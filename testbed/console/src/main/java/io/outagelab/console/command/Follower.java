package io.outagelab.console.command;

import io.outagelab.assembly.Happening;
import io.outagelab.console.api.EventJson;
import io.outagelab.console.api.EventPage;
import io.outagelab.console.api.Json;
import io.outagelab.console.text.EventText;
import io.outagelab.core.Event;
import io.outagelab.harness.EventLog.Numbered;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Prints a lab's events as they happen. */
final class Follower {
  /** How long one look waits for the next event; real time. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  /** Where events are read: an API or a service, from an index on, waiting for the first. */
  interface Source {
    EventPage events(long from, Duration wait);
  }

  private final Source source;
  private final PrintWriter out;
  private final EventText text;
  private final boolean isJson;
  private final Event.Weight least;
  private long next;

  Follower(
      Source source,
      PrintWriter out,
      EventText text,
      boolean isJson,
      Event.Weight least,
      long from) {
    this.source = source;
    this.out = out;
    this.text = text;
    this.isJson = isJson;
    this.least = least;
    this.next = from;
  }

  /** Prints what is there. */
  void printSoFar() {
    long before;
    do {
      before = next;
      print(source.events(next, Duration.ZERO), any -> false);
    } while (next > before);
  }

  /** Prints until an event that ends it, or somebody wants an end. */
  void follow(Predicate<Event> last, BooleanSupplier cancelled) {
    while (!cancelled.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
      if (print(source.events(next, LOOK), last)) {
        return;
      }
    }
  }

  private boolean print(EventPage page, Predicate<Event> last) {
    boolean isOver = false;
    for (Numbered numbered : page.events()) {
      Happening happening = numbered.happening();
      if (happening.event().weight().compareTo(least) <= 0) {
        out.println(isJson ? Json.line(EventJson.of(numbered)) : text.line(happening));
      }
      next = numbered.index() + 1;
      if (last.test(happening.event())) {
        isOver = true;
        break;
      }
    }
    out.flush();
    next = isOver ? next : page.next();
    return isOver;
  }
}
