/** The {@code lab} command: where the command line begins and how it ends. */
@NullMarked
package io.outagelab.console;

import org.jspecify.annotations.NullMarked;
