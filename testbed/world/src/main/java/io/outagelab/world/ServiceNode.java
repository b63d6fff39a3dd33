package io.outagelab.world;

import io.outagelab.core.net.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;

/**
 * A front end or a back end: the same addresses at each of its sites.
 *
 * @param name what it is called
 * @param kind which end it is
 * @param sites where it has an instance
 * @param addresses its published addresses, at least one
 * @param nameInDns the name by which it is found
 * @param capacity how many users' calls per world second one site serves; a played user's call
 *     counts for all the users that it stands for; 0 is any number
 * @param cold how it comes back after it stood still
 * @param resolver whom it asks for the names of its needs; empty if it has none
 * @param needs what it calls for each call it serves
 */
public record ServiceNode(
    String name,
    ServiceKind kind,
    List<String> sites,
    List<IpAddress> addresses,
    Name nameInDns,
    double capacity,
    Optional<ColdStart> cold,
    Optional<String> resolver,
    List<Need> needs) {
  /** Keeps its own copies of the lists. */
  public ServiceNode {
    sites = List.copyOf(sites);
    addresses = List.copyOf(addresses);
    needs = List.copyOf(needs);
  }

  /** Its first address. */
  public IpAddress address() {
    return addresses.getFirst();
  }

  /**
   * What a service can do with cold caches.
   *
   * @param fraction the share of its capacity that it starts with
   * @param warmUp how long it takes to full capacity; world time
   */
  public record ColdStart(double fraction, Duration warmUp) {}
}
