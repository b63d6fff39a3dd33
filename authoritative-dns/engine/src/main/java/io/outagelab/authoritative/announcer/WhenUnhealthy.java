package io.outagelab.authoritative.announcer;

/** What an unhealthy site does about its announcements. */
public enum WhenUnhealthy {
  /**
   * Keep announcing with the lowest preference, which counts within the AS: whoever has a healthy
   * site goes there, and if none is left the routes still stand.
   */
  DEPREFERENCE,
  /** Keep announcing: the site answers from what it has, whatever it is told. */
  KEEP,
  /** Withdraw every prefix: resolvers are to go to another site. */
  WITHDRAW
}
