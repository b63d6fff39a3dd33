package io.outagelab.authoritative.announcer;

import io.outagelab.core.net.Endpoint;

/**
 * A data centre's health endpoint.
 *
 * @param name the data centre
 * @param endpoint where it answers
 */
public record Target(String name, Endpoint endpoint) {}
