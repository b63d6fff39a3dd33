/** A lookup over real sockets, for those who have no {@code dig}. */
@NullMarked
package io.outagelab.console.dig;

import org.jspecify.annotations.NullMarked;
