package io.outagelab.authoritative.announcer;

/** What a site does about its announcements when no data centre answers. */
public enum WhenUnhealthy {
  /**
   * Keep announcing with the lowest preference, which counts within the AS: whoever has a healthy
   * site goes there, and if none is left the routes still stand.
   */
  DEPREFERENCE,
  /** Keep announcing: the site answers from what it has (fail-static). */
  KEEP,
  /** Withdraw every prefix: resolvers are to go to another site. */
  WITHDRAW
}
