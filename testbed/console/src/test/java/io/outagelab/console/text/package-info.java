/** Tests. */
@NullMarked
package io.outagelab.console.text;

import org.jspecify.annotations.NullMarked;
