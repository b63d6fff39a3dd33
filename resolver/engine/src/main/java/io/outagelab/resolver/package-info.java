/**
 * The iterative resolver: from the root hints down to an answer, with caches for what was learnt
 * and for what failed. {@link io.outagelab.resolver.Resolver} is the place to start.
 */
@NullMarked
package io.outagelab.resolver;

import org.jspecify.annotations.NullMarked;
