package io.outagelab.drills.run;

import io.outagelab.assembly.Happening;
import io.outagelab.assembly.StatusBoard;
import io.outagelab.core.Event;
import io.outagelab.core.Layer;
import io.outagelab.drills.journal.Journal;
import io.outagelab.drills.language.Condition;
import io.outagelab.drills.language.Drill;
import io.outagelab.drills.language.Expectation;
import io.outagelab.drills.language.Milestone;
import io.outagelab.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Watches a lab through its events alone, and says what they mean for the drill. */
final class Judge {
  private final StatusBoard board;
  private final Sightings sightings;
  private final Conditions conditions;
  private final MilestoneWatch milestones;
  private final List<ExpectationWatch> expectations;
  private final Set<Layer> steadyLayers = EnumSet.noneOf(Layer.class);
  private Finding steady;

  Judge(Drill drill, World world) {
    this.board = new StatusBoard(world);
    this.sightings = new Sightings(observed(drill));
    this.conditions = new Conditions(world, board, sightings, drill.steadyState());
    this.milestones = new MilestoneWatch(drill, conditions, sightings);
    this.expectations = drill.expectations().stream().map(ExpectationWatch::new).toList();
    drill.steadyState().forEach(condition -> steadyLayers.addAll(condition.layers()));
    this.steady = conditions.steadyState();
  }

  private static List<Condition.Observed> observed(Drill drill) {
    return Stream.of(
            drill.milestones().stream().map(Milestone::when),
            drill.expectations().stream().map(Expectation::condition),
            drill.steadyState().stream())
        .flatMap(conditions -> conditions)
        .filter(Condition.Observed.class::isInstance)
        .map(Condition.Observed.class::cast)
        .toList();
  }

  /** The board, for those who read it too. */
  StatusBoard board() {
    return board;
  }

  /** What is found of the steady state now. */
  Finding steadyState() {
    return steady;
  }

  /** Takes in an event outside the drill's own time: the board alone is kept up. */
  void keepUp(Happening happening) {
    show(happening);
  }

  /** Returns whether the board shows anything else since. */
  private boolean show(Happening happening) {
    boolean changed = board.accept(happening);
    if (changed && steadyLayers.contains(happening.event().layer())) {
      steady = conditions.steadyState();
    }
    return changed;
  }

  /** The drill starts: looks at everything once. Returns the milestones that are reached. */
  List<Milestone> start() {
    for (ExpectationWatch watch : expectations) {
      watch.look(Duration.ZERO, conditions.find(watch.expectation().condition(), 0));
    }
    return milestones.look(Duration.ZERO, EnumSet.allOf(Layer.class));
  }

  /** Takes in an event of the drill. Returns the milestones that are reached by it. */
  List<Milestone> accept(Duration at, Happening happening) {
    Event event = happening.event();
    boolean changed = show(happening);
    boolean sighted = sightings.accept(event);
    if (!changed && !sighted) {
      return List.of();
    }
    Layer layer = event.layer();
    for (ExpectationWatch watch : expectations) {
      if (concerns(watch.expectation().condition(), layer) && watch.judgement().isEmpty()) {
        watch.look(at, conditions.find(watch.expectation().condition(), 0));
      }
    }
    return milestones.look(at, EnumSet.of(layer));
  }

  private boolean concerns(Condition condition, Layer layer) {
    return condition instanceof Condition.SteadyState
        ? steadyLayers.contains(layer)
        : condition.layers().contains(layer);
  }

  /** The verdicts of a drill watched until this moment: expectations, then the order. */
  List<Journal.Judgement> conclude(Duration end, boolean wholly) {
    List<Journal.Judgement> verdicts = new ArrayList<>();
    expectations.forEach(watch -> verdicts.add(watch.conclude(end, wholly)));
    verdicts.addAll(milestones.order(wholly));
    return verdicts;
  }

  /** The milestones as the journal has them. */
  List<Journal.Turn> turns() {
    return milestones.turns();
  }
}
