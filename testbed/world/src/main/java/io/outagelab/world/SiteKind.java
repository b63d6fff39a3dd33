package io.outagelab.world;

import java.util.Locale;

/** What a site is. */
public enum SiteKind {
  /** Holds back ends; joined to the world by the backbone alone. */
  DATA_CENTRE,
  /** A point of presence: joins the backbone to the Internet; holds name servers and front ends. */
  EDGE,
  /** Where operators work and doors are. */
  OFFICE,
  /** Another AS. */
  OUTSIDE;

  /** The kind as files spell it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether routers of such a site speak eBGP, so that its prefixes are told to the Internet. */
  public boolean facesTheInternet() {
    return this == EDGE || this == OUTSIDE;
  }
}
