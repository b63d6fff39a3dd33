/**
 * The virtual-time world: every engine, seeded and deterministic, as fast as the machine allows.
 */
@NullMarked
package io.outagelab.simulation;

import org.jspecify.annotations.NullMarked;
