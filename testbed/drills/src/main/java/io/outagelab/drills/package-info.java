/** Drills: an outage as a file, run against a lab and judged. */
@NullMarked
package io.outagelab.drills;

import org.jspecify.annotations.NullMarked;
