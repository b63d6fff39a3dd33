package io.outagelab.configpush;

import io.outagelab.core.Tick;
import io.outagelab.core.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * People on their way to sites: they travel to the building, then get in, which takes longer if the
 * doors are shut when they arrive. A crew that is on site stays there.
 */
final class Crews {
  private enum Leg {
    TRAVELLING,
    ENTERING,
    ENTERING_PAST_SHUT_DOORS,
    ON_SITE
  }

  private final OperatorSettings.OnSite times;
  private final SortedMap<String, Leg> legs = new TreeMap<>();
  private final Timers<String> timers = new Timers<>();

  /** The sites of each dispatch that has not finished. */
  private final List<List<String>> dispatches = new ArrayList<>();

  private final List<CrewEvent> events = new ArrayList<>();
  private boolean doorsShut;

  Crews(OperatorSettings.OnSite times) {
    this.times = times;
  }

  void doorsShut(boolean shut) {
    doorsShut = shut;
  }

  boolean isOnSite(String site) {
    return legs.get(site) == Leg.ON_SITE;
  }

  boolean areOnSite(Collection<String> sites) {
    return sites.stream().allMatch(this::isOnSite);
  }

  /** Sends a crew to each of these sites that has none, and says so when all are there. */
  void dispatch(Tick now, Collection<String> sites) {
    dispatches.add(List.copyOf(new LinkedHashSet<>(sites)));
    send(now, sites);
    finishDispatches();
  }

  /** Sends a crew to each of these sites that has none, nor one on its way. */
  void send(Tick now, Collection<String> sites) {
    for (String site : sites) {
      if (legs.putIfAbsent(site, Leg.TRAVELLING) == null) {
        events.add(new CrewEvent.CrewDispatched(site));
        timers.set(site, now.plus(times.travel()));
      }
    }
  }

  /** Puts a crew at each of these sites at once. */
  void appear(Collection<String> sites) {
    for (String site : sites) {
      if (!isOnSite(site)) {
        timers.cancel(site);
        arrive(site, "travel was skipped");
      }
    }
    finishDispatches();
  }

  /** Moves the crews whose time has come. */
  void expire(Tick now) {
    for (String site : timers.due(now)) {
      switch (legs.getOrDefault(site, Leg.ON_SITE)) {
        case TRAVELLING -> {
          legs.put(site, doorsShut ? Leg.ENTERING_PAST_SHUT_DOORS : Leg.ENTERING);
          Duration entry = doorsShut ? times.entryWhenDoorsShut() : times.entry();
          timers.set(site, now.plus(entry));
        }
        case ENTERING -> arrive(site, "");
        case ENTERING_PAST_SHUT_DOORS -> arrive(site, "the doors were shut, so it took longer");
        case ON_SITE -> throw new IllegalStateException("a timer for the crew that is at " + site);
      }
    }
    finishDispatches();
  }

  Tick deadline() {
    return timers.deadline();
  }

  /** Takes what has happened. */
  List<CrewEvent> events() {
    List<CrewEvent> taken = List.copyOf(events);
    events.clear();
    return taken;
  }

  private void arrive(String site, String remark) {
    legs.put(site, Leg.ON_SITE);
    events.add(new CrewEvent.CrewOnSite(site, remark));
  }

  private void finishDispatches() {
    for (List<String> sites : List.copyOf(dispatches)) {
      if (areOnSite(sites)) {
        dispatches.remove(sites);
        events.add(new CrewEvent.DispatchFinished(sites.size()));
      }
    }
  }
}
