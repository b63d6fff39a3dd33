/** Tests of the drill language. */
@NullMarked
package io.outagelab.drills.language;

import org.jspecify.annotations.NullMarked;
