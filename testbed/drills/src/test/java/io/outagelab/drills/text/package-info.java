/** Tests of this part of drills. */
@NullMarked
package io.outagelab.drills.text;

import org.jspecify.annotations.NullMarked;
