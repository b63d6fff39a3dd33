/** What people read on a terminal: tables, lines of events, colour. */
@NullMarked
package io.outagelab.console.text;

import org.jspecify.annotations.NullMarked;
