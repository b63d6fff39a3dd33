/** The shell of the backbone: its routing and the operator's desk, by gRPC. */
@NullMarked
package io.outagelab.backbone.server;

import org.jspecify.annotations.NullMarked;
