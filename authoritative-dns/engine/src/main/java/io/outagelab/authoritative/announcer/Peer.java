package io.outagelab.authoritative.announcer;

import io.outagelab.core.net.Endpoint;

/**
 * The announcer of another site of the same anycast group.
 *
 * @param site its site
 * @param endpoint where it can be asked
 */
public record Peer(String site, Endpoint endpoint) {}
