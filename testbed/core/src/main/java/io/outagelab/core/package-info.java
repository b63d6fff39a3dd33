/**
 * What every player of the lab is made of: machines, ticks, timers, events and seeds.
 *
 * <p>Nothing here or in an engine reads a clock, draws entropy, opens a socket or starts a thread.
 */
@NullMarked
package io.outagelab.core;

import org.jspecify.annotations.NullMarked;
