package io.outagelab.world;

import java.time.Duration;

/**
 * A door reader, which opens only while it reaches its service by name.
 *
 * @param name what it is called
 * @param site where it is
 * @param service what it asks
 * @param resolver whom it asks for the service's address
 * @param interval how often it checks; world time
 */
public record Door(String name, String site, String service, String resolver, Duration interval) {}
