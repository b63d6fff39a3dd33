/** What holds for what the shells have in common. */
@NullMarked
package io.outagelab.shell;

import org.jspecify.annotations.NullMarked;
