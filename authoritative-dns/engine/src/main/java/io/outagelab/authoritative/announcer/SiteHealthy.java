package io.outagelab.authoritative.announcer;

/**
 * A name-server site found its data centres: again, which is a turn of the story, or for the first
 * time since it started.
 *
 * @param service the name-server service
 * @param site the site
 * @param reason what made it so
 * @param consequence what follows for its announcements
 * @param weight how much it matters
 */
public record SiteHealthy(
    String service, String site, String reason, String consequence, Weight weight)
    implements SiteEvent {}
