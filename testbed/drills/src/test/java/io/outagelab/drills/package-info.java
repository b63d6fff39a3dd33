/** Tests of drills. */
@NullMarked
package io.outagelab.drills;

import org.jspecify.annotations.NullMarked;
