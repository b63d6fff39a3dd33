/** Runs a drill against a lab: settles, acts, watches, rolls back and judges. */
@NullMarked
package io.outagelab.drills.run;

import org.jspecify.annotations.NullMarked;
