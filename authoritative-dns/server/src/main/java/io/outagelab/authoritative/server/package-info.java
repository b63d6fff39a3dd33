/** The shell of name servers and announcers: their zones, load and health, by gRPC. */
@NullMarked
package io.outagelab.authoritative.server;

import org.jspecify.annotations.NullMarked;
