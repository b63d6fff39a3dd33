package io.outagelab.configpush;

import io.outagelab.core.config.RouterChange;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;

/**
 * A router that takes changes.
 *
 * @param name its name
 * @param site where it stands
 * @param plane the backbone plane it belongs to, from 1
 * @param agent where its configuration agent listens: its loopback, at {@link RouterChange#PORT}
 */
public record RouterEntry(String name, String site, int plane, Endpoint agent) {
  /** The router with its agent at the usual port of this loopback. */
  public static RouterEntry at(String name, String site, int plane, IpAddress loopback) {
    return new RouterEntry(name, site, plane, new Endpoint(loopback, RouterChange.PORT));
  }
}
