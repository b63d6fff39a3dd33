package io.outagelab.drills.language;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A drill as its file describes it. Every name in it is one of its world's.
 *
 * @param name what it is called
 * @param title one line for people
 * @param world the name of the world that it is played in
 * @param file where it was read from
 * @param epoch the instant that the story's clock shows at the drill's start
 * @param settle how long the lab may take to its steady state
 * @param baseline how long the steady state must hold before the drill starts, and after it to
 *     count as regained
 * @param duration how long the drill is watched, rollback not included
 * @param recovery how long the lab may take back to its steady state after the rollback
 * @param step the longest time between two looks at the lab
 * @param steadyState what holds in an undisturbed lab
 * @param timeline what is done, by time
 * @param milestones the turns of the story
 * @param order chains of milestones that must be reached one after the other
 * @param expectations what must be so, the control group last
 * @param rollback what is done on every way out
 */
public record Drill(
    String name,
    String title,
    String world,
    Path file,
    Instant epoch,
    Duration settle,
    Duration baseline,
    Duration duration,
    Duration recovery,
    Duration step,
    List<Condition> steadyState,
    List<Step> timeline,
    List<Milestone> milestones,
    List<List<String>> order,
    List<Expectation> expectations,
    List<Action> rollback) {
  /** Keeps its own copies of the lists. */
  public Drill {
    steadyState = List.copyOf(steadyState);
    timeline = List.copyOf(timeline);
    milestones = List.copyOf(milestones);
    order = order.stream().map(List::copyOf).toList();
    expectations = List.copyOf(expectations);
    rollback = List.copyOf(rollback);
  }

  /** The milestone with this name, which must exist. */
  public Milestone milestone(String milestoneName) {
    return milestones.stream()
        .filter(milestone -> milestone.name().equals(milestoneName))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("no milestone " + milestoneName + " in " + name));
  }
}
