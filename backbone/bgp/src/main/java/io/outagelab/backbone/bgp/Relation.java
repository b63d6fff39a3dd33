package io.outagelab.backbone.bgp;

/** What a peer is to us, and so which routes we take from it and give to it. */
public enum Relation {
  /** A speaker of our own AS: routes pass with their attributes. */
  INTERNAL(false, 0),
  /** Pays us: gets every route; its routes are the best and go to everybody. */
  CUSTOMER(true, 200),
  /** Settlement-free: gets our own and our customers' routes. */
  PEER(true, 150),
  /** We pay it: gets our own and our customers' routes; its routes are the last resort. */
  PROVIDER(true, 100),
  /** Listens in: gets every route, and none of its own is taken, as with a route collector. */
  COLLECTOR(true, 0),
  /** External and without a policy: nothing in, nothing out (RFC 8212). */
  NONE(true, 0);

  private final boolean isExternal;
  private final long localPreference;

  Relation(boolean isExternal, long localPreference) {
    this.isExternal = isExternal;
    this.localPreference = localPreference;
  }

  /** Whether the session is eBGP. */
  public boolean isExternal() {
    return isExternal;
  }

  /** The LOCAL_PREF that import gives to routes of an external peer. */
  long localPreference() {
    return localPreference;
  }
}
