/** One role alone, as a plain server: no world, no gate. */
@NullMarked
package io.outagelab.console.serve;

import org.jspecify.annotations.NullMarked;
