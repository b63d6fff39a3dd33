package io.outagelab.authoritative.announcer;

/**
 * A name-server site that heard nothing of any data centre hears of one again.
 *
 * @param service the name-server service
 * @param site the site
 * @param reason what made it so
 * @param consequence what follows for its announcements
 */
public record SiteSighted(String service, String site, String reason, String consequence)
    implements SiteEvent {}
