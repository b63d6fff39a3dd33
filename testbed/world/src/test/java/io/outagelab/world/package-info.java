/** Tests of the world model and its loader. */
@NullMarked
package io.outagelab.world;

import org.jspecify.annotations.NullMarked;
