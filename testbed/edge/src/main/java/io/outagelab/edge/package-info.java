/** Joins machines to real sockets: DNS over UDP and TCP on JDK channels, and the gate. */
@NullMarked
package io.outagelab.edge;

import org.jspecify.annotations.NullMarked;
