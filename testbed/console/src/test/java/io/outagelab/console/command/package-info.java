/** Tests. */
@NullMarked
package io.outagelab.console.command;

import org.jspecify.annotations.NullMarked;
