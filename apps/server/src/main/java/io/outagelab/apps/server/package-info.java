/** The shell of the apps: what people do with them and with doors, by gRPC. */
@NullMarked
package io.outagelab.apps.server;

import org.jspecify.annotations.NullMarked;
