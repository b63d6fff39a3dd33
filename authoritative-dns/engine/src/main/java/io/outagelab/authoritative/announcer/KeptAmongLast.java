package io.outagelab.authoritative.announcer;

/**
 * An unhealthy name-server site announces on, because too few others are known to stay.
 *
 * @param service the name-server service
 * @param site the site
 * @param reason what made it so
 * @param consequence what follows for its announcements
 */
public record KeptAmongLast(String service, String site, String reason, String consequence)
    implements SiteEvent {}
