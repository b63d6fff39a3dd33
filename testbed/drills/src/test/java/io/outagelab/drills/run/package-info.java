/** Tests of this part of drills. */
@NullMarked
package io.outagelab.drills.run;

import org.jspecify.annotations.NullMarked;
