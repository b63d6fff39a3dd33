/** The commands of the command line, one class each. */
@NullMarked
package io.outagelab.console.command;

import org.jspecify.annotations.NullMarked;
