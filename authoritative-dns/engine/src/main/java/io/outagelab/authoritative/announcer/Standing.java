package io.outagelab.authoritative.announcer;

/**
 * What announcers tell each other of themselves.
 *
 * @param healthy whether the site is healthy by its own rule
 * @param announcing whether it announces its prefixes
 */
public record Standing(boolean healthy, boolean announcing) {}
