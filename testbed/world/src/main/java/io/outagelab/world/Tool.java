package io.outagelab.world;

import java.time.Duration;

/**
 * One of the operators' own tools, which works only while it reaches its service by name.
 *
 * @param name what it is called
 * @param site where it is used
 * @param service what it asks
 * @param resolver whom it asks for the service's address
 * @param interval how often it is tried; world time
 */
public record Tool(String name, String site, String service, String resolver, Duration interval) {}
