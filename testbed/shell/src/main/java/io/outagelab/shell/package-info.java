/**
 * What the shells have in common: a shell takes its settings from the environment, hosts a cast,
 * and shows the machinery around it, that is gRPC, health, metrics and logs, what it needs to know.
 */
@NullMarked
package io.outagelab.shell;

import org.jspecify.annotations.NullMarked;
