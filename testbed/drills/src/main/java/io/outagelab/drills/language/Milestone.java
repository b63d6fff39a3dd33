package io.outagelab.drills.language;

import java.time.Duration;
import java.util.Optional;

/**
 * A turn of the story: reached the first time that its condition holds.
 *
 * @param name what it is called
 * @param when the condition
 * @param after the milestone that must have been reached before this one is looked for; events
 *     before it do not count
 * @param recorded when it came in the outage on record
 */
public record Milestone(
    String name, Condition when, Optional<String> after, Optional<Recorded> recorded) {
  /**
   * When a milestone came in the outage on record, and who says so.
   *
   * @param at since the drill's start
   * @param source the publication
   */
  public record Recorded(Duration at, String source) {}
}
