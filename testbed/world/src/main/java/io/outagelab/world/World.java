package io.outagelab.world;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A world as its file describes it, with the overlays asked for. Every name in it that refers to
 * something does so: {@link WorldLoader} hands out no other.
 *
 * @param name what the world is called
 * @param title one line for people
 * @param file the world file; zones, pushes, mitigations and drills lie in folders beside it
 * @param mitigations the overlays that were merged in, in order
 * @param epoch the instant of tick zero
 * @param compression how many times faster than the world the live modes run unless told otherwise
 * @param guest the site where packets from outside the lab stand
 * @param sites every site, in file order
 * @param backbone the planes between the sites of one AS
 * @param bgp the timers of every router
 * @param peerings the eBGP links
 * @param prefixes what routers originate whatever happens; see {@link #originations()}
 * @param dnsServices the name servers
 * @param resolvers the recursive resolvers
 * @param services front ends and back ends
 * @param doors the door readers
 * @param tools the operators' own tools
 * @param monitors what is watched from the public resolvers' sites
 * @param crowd the users
 * @param operations the controller and the people
 * @param minTtl the least TTL of any record served, if the world raises them
 */
public record World(
    String name,
    String title,
    Path file,
    List<String> mitigations,
    Instant epoch,
    int compression,
    String guest,
    List<Site> sites,
    BackbonePlan backbone,
    BgpTimers bgp,
    List<Peering> peerings,
    List<StaticPrefix> prefixes,
    List<DnsService> dnsServices,
    List<ResolverNode> resolvers,
    List<ServiceNode> services,
    List<Dependent> doors,
    List<Dependent> tools,
    Monitors monitors,
    List<Cohort> crowd,
    Operations operations,
    Optional<Duration> minTtl) {

  /** Keeps its own copies of the lists. */
  public World {
    mitigations = List.copyOf(mitigations);
    sites = List.copyOf(sites);
    peerings = List.copyOf(peerings);
    prefixes = List.copyOf(prefixes);
    dnsServices = List.copyOf(dnsServices);
    resolvers = List.copyOf(resolvers);
    services = List.copyOf(services);
    doors = List.copyOf(doors);
    tools = List.copyOf(tools);
    crowd = List.copyOf(crowd);
  }

  /** The folder that the world file lies in. */
  public Path folder() {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalStateException("the world file has no folder: " + file);
    }
    return parent;
  }

  /** The site with this name, which must exist. */
  public Site site(String siteName) {
    return sites.stream()
        .filter(site -> site.name().equals(siteName))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no site " + siteName + " in " + name));
  }

  /** The sites of this kind, in file order. */
  public List<Site> sites(SiteKind kind) {
    return sites.stream().filter(site -> site.kind() == kind).toList();
  }

  /** The service with this name, which must exist. */
  public ServiceNode service(String serviceName) {
    return services.stream()
        .filter(service -> service.name().equals(serviceName))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no service " + serviceName + " in " + name));
  }

  /** The name service with this name, which must exist. */
  public DnsService dnsService(String serviceName) {
    return dnsServices.stream()
        .filter(service -> service.name().equals(serviceName))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("no DNS service " + serviceName + " in " + name));
  }

  /** The name services that copy the zones of this one, in file order. */
  public List<DnsService> secondariesOf(DnsService primary) {
    return dnsServices.stream()
        .filter(service -> service.secondaryOf().contains(primary.name()))
        .toList();
  }

  /** The resolver with this name, which must exist. */
  public ResolverNode resolver(String resolverName) {
    return resolvers.stream()
        .filter(resolver -> resolver.name().equals(resolverName))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("no resolver " + resolverName + " in " + name));
  }

  /** The front ends: what users call apps. */
  public List<ServiceNode> apps() {
    return services.stream().filter(service -> service.kind() == ServiceKind.FRONT_END).toList();
  }

  /** The resolvers that stand outside the backbone's AS only: those the public uses. */
  public List<ResolverNode> publicResolvers() {
    return resolvers.stream()
        .filter(
            resolver ->
                resolver.sites().stream()
                    .allMatch(siteName -> site(siteName).kind() == SiteKind.OUTSIDE))
        .toList();
  }

  /** Whether the site is joined to the backbone: named in a span. */
  public boolean isOnBackbone(String siteName) {
    return backbone.spans().stream().anyMatch(span -> span.touches(siteName));
  }

  /**
   * Everything that is originated whatever happens: the static prefixes, then each site's own host
   * prefix, which is kept inside the AS unless the site is an edge or outside.
   */
  public List<StaticPrefix> originations() {
    List<StaticPrefix> all = new ArrayList<>(prefixes);
    for (Site site : sites) {
      site.hosts()
          .ifPresent(
              hosts ->
                  all.add(
                      new StaticPrefix(
                          hosts, List.of(site.name()), false, !site.kind().facesTheInternet())));
    }
    return List.copyOf(all);
  }

  /** How long light needs from one site to another, in fibre along the great circle. */
  public Duration latency(String from, String to) {
    return site(from).at().latencyTo(site(to).at());
  }

  /** The latency of a span: its own if the file gives one, else that of the distance. */
  public Duration latency(Span span) {
    return span.latency().orElseGet(() -> latency(span.a(), span.b()));
  }

  /** The latency of a peering: its own if the file gives one, else that of the distance. */
  public Duration latency(Peering peering) {
    return peering.latency().orElseGet(() -> latency(peering.a(), peering.b()));
  }
}
