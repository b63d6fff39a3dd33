package io.outagelab.drills.run;

import io.outagelab.core.Event;
import io.outagelab.drills.language.Condition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Remembers of each event that the drill asks for when it was last observed. */
final class Sightings {
  /** An observation, by its number. */
  private record Sighting(long number, String subject) {}

  private final Map<Condition.Observed, Optional<Sighting>> last = new LinkedHashMap<>();
  private long observed;

  /** Watches for these. */
  Sightings(List<Condition.Observed> wanted) {
    wanted.forEach(condition -> last.put(condition, Optional.empty()));
  }

  /** Takes in one event. Returns whether somebody asks for it. */
  boolean accept(Event event) {
    observed++;
    boolean isWanted = false;
    for (var entry : last.entrySet()) {
      if (matches(entry.getKey(), event)) {
        entry.setValue(Optional.of(new Sighting(observed, event.subject())));
        isWanted = true;
      }
    }
    return isWanted;
  }

  private static boolean matches(Condition.Observed wanted, Event event) {
    return wanted.name().equals(event.name())
        && wanted.subject().map(event.subject()::equals).orElse(true)
        && wanted.attributes().entrySet().stream()
            .allMatch(entry -> entry.getValue().equals(event.attributes().get(entry.getKey())));
  }

  /** How many events there were: the mark from which later ones can be told. */
  long mark() {
    return observed;
  }

  /** Whether it was observed after the mark. */
  Finding find(Condition.Observed wanted, long mark) {
    return last.getOrDefault(wanted, Optional.empty())
        .filter(sighting -> sighting.number() > mark)
        .map(sighting -> Finding.of(true, "%s: %s".formatted(sighting.subject(), wanted.name())))
        .orElse(Finding.of(false, "no " + wanted.name()));
  }
}
