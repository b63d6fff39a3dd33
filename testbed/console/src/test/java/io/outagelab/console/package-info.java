/** Tests. */
@NullMarked
package io.outagelab.console;

import org.jspecify.annotations.NullMarked;
