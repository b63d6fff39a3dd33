package io.outagelab.backbone.bgp;

import io.outagelab.core.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * The path attributes of a route (RFC 4271 §5), in the order of their type codes.
 *
 * @param origin ORIGIN
 * @param asPath AS_PATH
 * @param nextHop NEXT_HOP, or the next hop of MP_REACH_NLRI (RFC 4760 §3)
 * @param med MULTI_EXIT_DISC; absent counts as 0
 * @param localPreference LOCAL_PREF
 * @param communities COMMUNITIES (RFC 1997), sorted, each once
 * @param onlyToCustomer OTC (RFC 9234): the AS that first sent the route sideways or down
 * @param others attributes passed on unread, sorted by type
 */
public record PathAttributes(
    Origin origin,
    AsPath asPath,
    IpAddress nextHop,
    OptionalLong med,
    OptionalLong localPreference,
    List<Community> communities,
    OptionalLong onlyToCustomer,
    List<OpaqueAttribute> others) {
  /** Sorts the communities and keeps its own copies. */
  public PathAttributes {
    communities = List.copyOf(new TreeSet<>(communities));
    others = List.copyOf(others);
  }

  /** The three attributes that every route has. */
  public static PathAttributes of(Origin origin, AsPath asPath, IpAddress nextHop) {
    return new PathAttributes(
        origin,
        asPath,
        nextHop,
        OptionalLong.empty(),
        OptionalLong.empty(),
        List.of(),
        OptionalLong.empty(),
        List.of());
  }

  /** The same with another AS_PATH. */
  public PathAttributes withAsPath(AsPath path) {
    return new PathAttributes(
        origin, path, nextHop, med, localPreference, communities, onlyToCustomer, others);
  }

  /** The same with another next hop. */
  public PathAttributes withNextHop(IpAddress address) {
    return new PathAttributes(
        origin, asPath, address, med, localPreference, communities, onlyToCustomer, others);
  }

  /** The same with this MULTI_EXIT_DISC or none. */
  public PathAttributes withMed(OptionalLong metric) {
    return new PathAttributes(
        origin, asPath, nextHop, metric, localPreference, communities, onlyToCustomer, others);
  }

  /** The same with this LOCAL_PREF or none. */
  public PathAttributes withLocalPreference(OptionalLong preference) {
    return new PathAttributes(
        origin, asPath, nextHop, med, preference, communities, onlyToCustomer, others);
  }

  /** The same with one more community. */
  public PathAttributes withCommunity(Community community) {
    List<Community> more = new ArrayList<>(communities);
    more.add(community);
    return new PathAttributes(
        origin, asPath, nextHop, med, localPreference, more, onlyToCustomer, others);
  }

  /** The same with this Only-To-Customer mark. */
  public PathAttributes withOnlyToCustomer(long as) {
    return new PathAttributes(
        origin, asPath, nextHop, med, localPreference, communities, OptionalLong.of(as), others);
  }
}
