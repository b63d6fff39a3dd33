/** The embedded lab: a world's machines on real loopback sockets in this JVM. */
@NullMarked
package io.outagelab.harness;

import org.jspecify.annotations.NullMarked;
