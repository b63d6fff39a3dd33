package io.outagelab.drills.language;

import java.time.Duration;

/**
 * An action of the timeline.
 *
 * @param at since the drill's start
 */
public record Step(Duration at, Action action) {}
