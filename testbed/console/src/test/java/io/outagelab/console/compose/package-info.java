/** Tests of the lab as containers, without Docker: what plays it is a script. */
@NullMarked
package io.outagelab.console.compose;

import org.jspecify.annotations.NullMarked;
