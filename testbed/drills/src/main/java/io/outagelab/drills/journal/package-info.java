/** What a drill leaves behind: its journal, as values and as JSON. */
@NullMarked
package io.outagelab.drills.journal;

import org.jspecify.annotations.NullMarked;
