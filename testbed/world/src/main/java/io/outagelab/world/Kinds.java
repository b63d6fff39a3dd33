package io.outagelab.world;

/** What references in a world file may point at, as their messages call it. */
final class Kinds {
  static final String SITE = "site";
  static final String RESOLVER = "resolver";
  static final String SERVICE = "service";
  static final String NAME_SERVER = "DNS service";
  static final String APP = "front end";

  private Kinds() {}
}
