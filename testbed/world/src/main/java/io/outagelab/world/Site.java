package io.outagelab.world;

import io.outagelab.core.net.Prefix;
import java.util.Optional;

/**
 * A place with one router of the same name: a data centre, an edge point of presence, an office, or
 * an outside AS.
 *
 * @param name the site's and its router's name
 * @param kind what it is
 * @param as the number of the AS that its router belongs to
 * @param city where it is, for people
 * @param at where it is, for latency
 * @param hosts the site's unicast prefix, from which whoever stands here gets an address; see
 *     {@link AddressPlan}
 */
public record Site(
    String name, SiteKind kind, long as, String city, Location at, Optional<Prefix> hosts) {}
