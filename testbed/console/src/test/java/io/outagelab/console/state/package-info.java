/** Tests. */
@NullMarked
package io.outagelab.console.state;

import org.jspecify.annotations.NullMarked;
