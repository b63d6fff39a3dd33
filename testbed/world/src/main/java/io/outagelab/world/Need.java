package io.outagelab.world;

import java.time.Duration;

/**
 * A service's dependency on another.
 *
 * @param service the other's name
 * @param required whether a call fails without it; else it is only slower and poorer
 * @param timeout how long it waits for the other's answer; real time
 */
public record Need(String service, boolean required, Duration timeout) {}
