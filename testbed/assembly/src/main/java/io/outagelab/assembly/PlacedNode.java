package io.outagelab.assembly;

import io.outagelab.core.net.IpAddress;
import io.outagelab.core.node.Node;
import java.util.List;

/**
 * A node, its name and its place.
 *
 * @param name unique in the lab; its randomness is derived from it
 * @param role what it plays
 * @param site where it stands
 * @param addresses the addresses it is reached at, as this lab's sockets know them; an address may
 *     stand at several sites (anycast)
 * @param node the machine
 */
public record PlacedNode(
    String name, Role role, String site, List<IpAddress> addresses, Node node) {
  /** What a node plays. */
  public enum Role {
    /** An authoritative name server: listens for DNS. */
    NAME_SERVER,
    /** The announcer beside a name server. */
    ANNOUNCER,
    /** A recursive resolver: listens for DNS. */
    RESOLVER,
    /** A front end or back end. */
    SERVICE,
    /** The controller that pushes configuration. */
    CONTROLLER,
    /** The person who runs the network. */
    OPERATOR,
    /** Users, doors, tools, probers, monitors: nobody calls them. */
    CLIENT;

    /** Whether the role answers DNS queries on port 53. */
    public boolean listensForDns() {
      return this == NAME_SERVER || this == RESOLVER;
    }
  }

  /** Keeps its own copy. */
  public PlacedNode {
    addresses = List.copyOf(addresses);
  }

  @Override
  public String toString() {
    return name;
  }
}
