/** Tests of this part of drills. */
@NullMarked
package io.outagelab.drills.journal;

import org.jspecify.annotations.NullMarked;
