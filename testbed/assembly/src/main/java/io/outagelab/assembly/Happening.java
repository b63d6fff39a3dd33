package io.outagelab.assembly;

import io.outagelab.core.Event;
import java.time.Duration;

/**
 * An event and when it was observed.
 *
 * @param at world time since the lab's start
 * @param event what was observed
 */
public record Happening(Duration at, Event event) {}
