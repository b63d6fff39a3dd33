package io.outagelab.authoritative.announcer;

/**
 * A name-server site hears nothing of any data centre, and takes that for no sign.
 *
 * @param service the name-server service
 * @param site the site
 * @param reason what made it so
 * @param consequence what follows for its announcements
 */
public record SiteBlind(String service, String site, String reason, String consequence)
    implements SiteEvent {}
