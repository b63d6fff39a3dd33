/** A drill's story as text for people: a line per turn, then the verdicts. */
@NullMarked
package io.outagelab.drills.text;

import org.jspecify.annotations.NullMarked;
