/** Tests of the reading library. */
@NullMarked
package io.outagelab.world.yaml;

import org.jspecify.annotations.NullMarked;
