/**
 * A player as every host sees it. Engines speak in their own inputs and effects; an adapter in the
 * assembly turns each into a {@link io.outagelab.core.node.Node}, so that the simulator, the
 * embedded lab and the services host all of them alike.
 */
@NullMarked
package io.outagelab.core.node;

import org.jspecify.annotations.NullMarked;
