/** What outlives a command: the operator token and which lab is up. */
@NullMarked
package io.outagelab.console.state;

import org.jspecify.annotations.NullMarked;
