package io.outagelab.authoritative.announcer;

/**
 * A name-server site lost its data centres.
 *
 * @param service the name-server service
 * @param site the site
 * @param reason what made it so
 * @param consequence what follows for its announcements
 */
public record SiteUnhealthy(String service, String site, String reason, String consequence)
    implements SiteEvent {}
