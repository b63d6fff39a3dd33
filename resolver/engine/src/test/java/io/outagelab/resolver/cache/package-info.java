/** Tests of what the package promises. */
@NullMarked
package io.outagelab.resolver.cache;

import org.jspecify.annotations.NullMarked;
