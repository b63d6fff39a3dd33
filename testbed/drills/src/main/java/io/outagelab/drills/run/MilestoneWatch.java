package io.outagelab.drills.run;

import io.outagelab.core.Layer;
import io.outagelab.drills.journal.Journal;
import io.outagelab.drills.journal.Journal.Verdict;
import io.outagelab.drills.language.Drill;
import io.outagelab.drills.language.Milestone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Notes when each milestone is reached, and judges their order. */
final class MilestoneWatch {
  /** A milestone that was reached, as the so manieth, and how many events there were by then. */
  private record Reached(Duration at, int rank, long mark) {}

  private final Drill drill;
  private final Conditions conditions;
  private final Sightings sightings;
  private final Map<String, Reached> reached = new LinkedHashMap<>();

  MilestoneWatch(Drill drill, Conditions conditions, Sightings sightings) {
    this.drill = drill;
    this.conditions = conditions;
    this.sightings = sightings;
  }

  /** Looks after an event of these layers; returns the milestones reached by it, in order. */
  List<Milestone> look(Duration at, Set<Layer> changed) {
    List<Milestone> now = new ArrayList<>();
    Set<Layer> layers = EnumSet.copyOf(changed);
    int before;
    do {
      before = now.size();
      for (Milestone milestone : drill.milestones()) {
        if (isReached(milestone, layers)) {
          reached.put(milestone.name(), new Reached(at, reached.size(), sightings.mark()));
          now.add(milestone);
        }
      }
      // A milestone may have waited for one of these alone: it may hold already.
      layers.addAll(EnumSet.allOf(Layer.class));
    } while (now.size() > before);
    return now;
  }

  private boolean isReached(Milestone milestone, Set<Layer> layers) {
    if (reached.containsKey(milestone.name())
        || milestone.when().layers().stream().noneMatch(layers::contains)) {
      return false;
    }
    long mark = 0;
    if (milestone.after().isPresent()) {
      Reached after = reached.get(milestone.after().get());
      if (after == null) {
        return false;
      }
      mark = after.mark();
    }
    return conditions.find(milestone.when(), mark).holds();
  }

  /** The milestones as the journal has them: when each was reached, and when on record. */
  List<Journal.Turn> turns() {
    return drill.milestones().stream()
        .map(
            milestone ->
                new Journal.Turn(
                    milestone.name(),
                    Optional.ofNullable(reached.get(milestone.name())).map(Reached::at),
                    milestone.recorded().map(Milestone.Recorded::at),
                    milestone.recorded().map(Milestone.Recorded::source)))
        .toList();
  }

  /** A verdict on each chain of the order. */
  List<Journal.Judgement> order(boolean wholly) {
    List<Journal.Judgement> verdicts = new ArrayList<>();
    for (int i = 0; i < drill.order().size(); i++) {
      String id = drill.order().size() == 1 ? "order" : "order-" + (i + 1);
      verdicts.add(chain(id, drill.order().get(i), wholly));
    }
    return verdicts;
  }

  private Journal.Judgement chain(String id, List<String> chain, boolean wholly) {
    Optional<Duration> last = Optional.empty();
    String before = "";
    int rank = -1;
    for (String name : chain) {
      Reached turn = reached.get(name);
      if (turn == null) {
        Verdict verdict = wholly ? Verdict.MISSED : Verdict.INCONCLUSIVE;
        return new Journal.Judgement(
            id, verdict, Optional.empty(), name + " was not reached", false);
      }
      if (turn.rank() < rank) {
        return new Journal.Judgement(
            id,
            Verdict.MISSED,
            Optional.of(turn.at()),
            "%s came at %s, before %s".formatted(name, ExpectationWatch.plain(turn.at()), before),
            false);
      }
      rank = turn.rank();
      before = name;
      last = Optional.of(turn.at());
    }
    return new Journal.Judgement(id, Verdict.MET, last, String.join(" < ", chain), false);
  }
}
