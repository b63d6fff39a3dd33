/**
 * Turns a world into its machines, once, for every host; and hosts them on a stage that knows no
 * clock: the simulator gives it virtual time, the embedded lab real time and sockets.
 */
@NullMarked
package io.outagelab.assembly;

import org.jspecify.annotations.NullMarked;
