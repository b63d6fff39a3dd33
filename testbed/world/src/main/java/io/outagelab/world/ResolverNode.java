package io.outagelab.world;

import io.outagelab.core.net.IpAddress;
import java.util.List;

/**
 * A recursive resolver: the same addresses at each of its sites, each instance with its own cache.
 *
 * @param name what it is called
 * @param sites where it has an instance
 * @param addresses where clients ask it
 * @param rootHints the root servers it starts from
 * @param policy its knobs
 */
public record ResolverNode(
    String name,
    List<String> sites,
    List<IpAddress> addresses,
    List<ServerName> rootHints,
    ResolverKnobs policy) {
  /** Keeps its own copies of the lists. */
  public ResolverNode {
    sites = List.copyOf(sites);
    addresses = List.copyOf(addresses);
    rootHints = List.copyOf(rootHints);
  }
}
