/** What holds for the repository as a whole. */
@NullMarked
package io.outagelab.console.structure;

import org.jspecify.annotations.NullMarked;
