/**
 * The backbone: all routers of all autonomous systems and the links between them, as one machine
 * that yields what the network does with a packet.
 */
@NullMarked
package io.outagelab.backbone;

import org.jspecify.annotations.NullMarked;
