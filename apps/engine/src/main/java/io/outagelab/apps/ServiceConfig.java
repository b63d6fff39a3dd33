package io.outagelab.apps;

import io.outagelab.core.dns.StubPolicy;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.rpc.Target;
import java.util.List;
import java.util.Optional;

/**
 * One service at one site.
 *
 * @param name the service
 * @param site where this instance stands
 * @param address where it listens and calls from
 * @param resolver how it resolves its needs' names; empty if every need is called by address
 * @param needs what it calls for every request, in the order of the world
 * @param capacity how much load it takes
 * @param cold what idleness costs it; empty if nothing
 * @param maxInFlight how many requests may wait for their needs at once
 */
public record ServiceConfig(
    String name,
    String site,
    IpAddress address,
    Optional<StubPolicy> resolver,
    List<Need> needs,
    Capacity capacity,
    Optional<ColdStart> cold,
    int maxInFlight) {
  /** Requests that may wait at once where a world says nothing: far more than cohorts have. */
  public static final int DEFAULT_MAX_IN_FLIGHT = 1_000;

  /** Keeps its own copy; rejects what could never work. */
  public ServiceConfig {
    needs = List.copyOf(needs);
    String where = "service " + name + " at " + site;
    Require.atLeastOne(where, "max-in-flight", maxInFlight);
    Require.that(
        resolver.isPresent() || needs.stream().noneMatch(n -> n.target() instanceof Target.Named),
        where,
        "resolver",
        "missing",
        "given where a need is called by name");
    Require.that(
        cold.isEmpty() || !capacity.isUnlimited(),
        where,
        "capacity",
        "unlimited",
        "above 0 where the service can go cold");
  }

  /** A service that needs nothing and takes any load. */
  public static ServiceConfig plain(String name, String site, IpAddress address) {
    return new ServiceConfig(
        name,
        site,
        address,
        Optional.empty(),
        List.of(),
        Capacity.UNLIMITED,
        Optional.empty(),
        DEFAULT_MAX_IN_FLIGHT);
  }

  /** The same with this resolver and these needs. */
  public ServiceConfig needing(Optional<StubPolicy> stub, List<Need> others) {
    return new ServiceConfig(name, site, address, stub, others, capacity, cold, maxInFlight);
  }

  /** The same with this capacity and cold start. */
  public ServiceConfig limitedTo(Capacity limit, Optional<ColdStart> coldStart) {
    return new ServiceConfig(name, site, address, resolver, needs, limit, coldStart, maxInFlight);
  }

  /** The same with this many requests in flight at most. */
  public ServiceConfig withMaxInFlight(int most) {
    return new ServiceConfig(name, site, address, resolver, needs, capacity, cold, most);
  }
}
