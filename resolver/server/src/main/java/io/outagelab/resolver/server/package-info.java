/** The shell of a resolver: asked, counted and cleared by gRPC. */
@NullMarked
package io.outagelab.resolver.server;

import org.jspecify.annotations.NullMarked;
