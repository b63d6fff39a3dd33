package io.outagelab.assembly;

import io.outagelab.core.Seeds;
import io.outagelab.core.TimeScale;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.dns.StubPolicy;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.world.AddressPlan;
import io.outagelab.world.ResolverNode;
import io.outagelab.world.World;
import java.time.Duration;
import java.util.List;

/** What every builder works from. */
record Blueprint(
    World world, AddressPlan plan, TimeScale scale, Addressing addressing, Seeds seeds) {
  /** How long a resolution may take where time is compressed: failures stay quick. */
  static final Duration RESOLUTION_CAP = Duration.ofSeconds(3);

  /** The time that reports of load and of users cover; world time. */
  static final Duration REPORT_INTERVAL = Duration.ofMinutes(1);

  /** How much longer than a resolver's own deadline a stub waits for it. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** The report interval in lab time. */
  Duration reportInterval() {
    return scale.scaled(REPORT_INTERVAL);
  }

  /** An occupant's host address, as sockets know it. */
  IpAddress host(AddressPlan.Role role, String name, String site) {
    return addressing.toLab(plan.host(role, name, site));
  }

  /** Addresses as sockets know them: the IPv4 ones alone in a live lab. */
  List<IpAddress> onSockets(List<IpAddress> published) {
    return published.stream()
        .filter(address -> !addressing.isLive() || !address.isIpv6())
        .map(addressing::toLab)
        .distinct()
        .toList();
  }

  /** When the resolver gives up on a question. */
  Duration resolutionDeadline(ResolverNode resolver) {
    return scale.capped(resolver.policy().resolutionDeadline(), RESOLUTION_CAP);
  }

  /** How a client of the resolver asks it: at its IPv4 addresses, once, for as long as it takes. */
  StubPolicy stub(String resolverName, boolean caches) {
    ResolverNode resolver = world.resolver(resolverName);
    List<Endpoint> servers =
        resolver.addresses().stream()
            .filter(address -> !address.isIpv6())
            .map(address -> new Endpoint(addressing.toLab(address), DnsCodec.PORT))
            .toList();
    return new StubPolicy(servers, resolutionDeadline(resolver).plus(PATIENCE), 1, caches);
  }
}
