package io.outagelab.assembly;

import io.outagelab.assembly.PlacedNode.Role;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.net.IpAddress;
import io.outagelab.resolver.Resolver;
import io.outagelab.resolver.ResolverPolicy;
import io.outagelab.resolver.RootHints;
import io.outagelab.world.AddressPlan;
import io.outagelab.world.ResolverKnobs;
import io.outagelab.world.ResolverNode;
import io.outagelab.world.ServerName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Builds the recursive resolvers. */
final class Resolvers {
  private static final Duration QUERY_CAP = Duration.ofMillis(400);

  private final Blueprint blueprint;

  Resolvers(Blueprint blueprint) {
    this.blueprint = blueprint;
  }

  /** An instance of every resolver at each of its sites. */
  List<PlacedNode> nodes() {
    List<PlacedNode> nodes = new ArrayList<>();
    for (ResolverNode resolver : blueprint.world().resolvers()) {
      resolver.sites().forEach(site -> nodes.add(resolver(resolver, site)));
    }
    return nodes;
  }

  private PlacedNode resolver(ResolverNode resolver, String site) {
    boolean isAnycast = resolver.sites().size() > 1;
    String name = isAnycast ? resolver.name() + "@" + site : resolver.name();
    List<IpAddress> listening = new ArrayList<>(blueprint.onSockets(resolver.addresses()));
    List<IpAddress> asking = listening;
    if (isAnycast) {
      // Replies to an anycast address would come in at another site.
      asking = List.of(blueprint.host(AddressPlan.Role.RESOLVER, resolver.name(), site));
      listening.addAll(asking);
    }
    Resolver machine =
        new Resolver(
            name,
            asking,
            rootHints(resolver),
            policy(resolver),
            blueprint.reportInterval(),
            blueprint.seeds().of(name));
    return new PlacedNode(name, Role.RESOLVER, site, listening, new RecursiveNode(machine));
  }

  private RootHints rootHints(ResolverNode resolver) {
    SortedMap<String, List<IpAddress>> hints = new TreeMap<>();
    for (ServerName server : resolver.rootHints()) {
      hints.put(DnsNames.display(server.name()), blueprint.onSockets(server.addresses()));
    }
    return RootHints.of(hints);
  }

  private ResolverPolicy policy(ResolverNode resolver) {
    ResolverKnobs knobs = resolver.policy();
    ResolverPolicy defaults = ResolverPolicy.defaults();
    Duration failureTtl = knobs.failureTtl();
    return new ResolverPolicy(
            knobs.maxTtl(),
            knobs.maxNegativeTtl(),
            failureTtl,
            failureTtl,
            knobs.serveStale(),
            knobs.staleAnswerTtl(),
            knobs.maxStale(),
            defaults.staleClientTimeout(),
            blueprint.scale().capped(knobs.queryTimeout(), QUERY_CAP),
            knobs.attemptsPerServer(),
            blueprint.resolutionDeadline(resolver),
            knobs.serverHoldDown(),
            defaults.serverMemory(),
            defaults.refreshesDelegation(),
            knobs.joinsIdentical(),
            knobs.maxQueriesPerResolution(),
            knobs.maxCname(),
            defaults.maxCacheEntries(),
            defaults.maxClients(),
            defaults.maxResolutions())
        .scaled(blueprint.scale());
  }
}
