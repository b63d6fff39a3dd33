/** Calls between services, by name or by address. */
@NullMarked
package io.outagelab.core.rpc;

import org.jspecify.annotations.NullMarked;
