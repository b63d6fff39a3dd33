/**
 * Hosts some of a world's nodes in one process and joins them to those in other processes: DNS over
 * real sockets, calls, announcements, forwarding and events by gRPC.
 */
@NullMarked
package io.outagelab.hosting;

import org.jspecify.annotations.NullMarked;
