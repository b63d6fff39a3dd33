/** Tests. */
@NullMarked
package io.outagelab.console.api;

import org.jspecify.annotations.NullMarked;
