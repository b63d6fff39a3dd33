/** Tests of the apps, over an in-memory network. */
@NullMarked
package io.outagelab.apps;

import org.jspecify.annotations.NullMarked;
