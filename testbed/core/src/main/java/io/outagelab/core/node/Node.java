package io.outagelab.core.node;

import io.outagelab.core.Machine;

/**
 * A player as every host sees it: packets and instructions in, packets, announcements and events
 * out.
 */
public interface Node extends Machine<Arrival, Departure> {}
