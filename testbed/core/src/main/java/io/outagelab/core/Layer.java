package io.outagelab.core;

import java.util.Locale;

/** The layer of the cascade that an event belongs to, from cause to effect. */
public enum Layer {
  /** The people who run the network, and their changes. */
  OPERATOR,
  /** Links, planes, sites and the link-state view of them. */
  BACKBONE,
  /** Sessions, routes and announcements. */
  BGP,
  /** Authoritative name servers and their health. */
  DNS,
  /** Recursive resolvers and what they answer. */
  RESOLVER,
  /** Front ends and back ends. */
  APP,
  /** The crowd. */
  USERS,
  /** The operators' own tools. */
  TOOLS,
  /** Door readers. */
  DOORS;

  /** The name as journals and files spell it: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
