package io.outagelab.backbone;

import io.outagelab.core.net.IpAddress;

/**
 * How one router is set up.
 *
 * @param name its name, unique in the backbone
 * @param site where it stands
 * @param as the autonomous system it belongs to
 * @param loopback its address, IPv4: router id, end of its BGP sessions, place of its agent
 * @param speaksBgp whether it runs a BGP speaker; a plane router does not: the core is free of BGP
 * @param siteRouter whether it is the one router that the nodes of its site are connected to
 * @param drained whether it starts with its long-haul links out of use
 */
public record RouterConfig(
    String name,
    String site,
    long as,
    IpAddress loopback,
    boolean speaksBgp,
    boolean siteRouter,
    boolean drained) {
  /** The router that the nodes of a site are connected to; named like the site, speaks BGP. */
  public static RouterConfig ofSite(String site, long as, IpAddress loopback) {
    return new RouterConfig(site, site, as, loopback, true, true, false);
  }

  /** A router of one plane of the backbone at a site. */
  public static RouterConfig ofPlane(String name, String site, long as, IpAddress loopback) {
    return new RouterConfig(name, site, as, loopback, false, false, false);
  }

  /** The same, drained from its start if so wanted. */
  public RouterConfig withDrained(boolean startsDrained) {
    return new RouterConfig(name, site, as, loopback, speaksBgp, siteRouter, startsDrained);
  }
}
