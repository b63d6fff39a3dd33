package io.outagelab.world;

import java.time.Duration;
import java.util.Optional;

/**
 * An eBGP link between the routers of two sites.
 *
 * @param a one end
 * @param b the other end
 * @param relation what {@code b} is to {@code a}
 * @param latency one way; that of the distance if empty
 */
public record Peering(String a, String b, Relation relation, Optional<Duration> latency) {}
