/** The lab as containers: finds Docker, brings them up, takes them down. */
@NullMarked
package io.outagelab.console.compose;

import org.jspecify.annotations.NullMarked;
