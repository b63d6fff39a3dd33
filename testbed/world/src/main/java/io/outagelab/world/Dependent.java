package io.outagelab.world;

import java.time.Duration;

/**
 * What works only while it reaches its service by name: a door reader, which opens then alone, or
 * one of the operators' own tools.
 *
 * @param name what it is called
 * @param site where it is, or is used
 * @param service what it asks
 * @param resolver whom it asks for the service's address
 * @param interval how often it tries; world time
 */
public record Dependent(
    String name, String site, String service, String resolver, Duration interval) {}
