/** What every command shares: its surroundings and the ways in which it ends. */
@NullMarked
package io.outagelab.console.shell;

import org.jspecify.annotations.NullMarked;
