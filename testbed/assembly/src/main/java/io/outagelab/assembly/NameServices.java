package io.outagelab.assembly;

import io.outagelab.apps.Service;
import io.outagelab.assembly.PlacedNode.Role;
import io.outagelab.authoritative.Authority;
import io.outagelab.authoritative.Guard;
import io.outagelab.authoritative.NameServer;
import io.outagelab.authoritative.RateLimit;
import io.outagelab.authoritative.Responder;
import io.outagelab.authoritative.announcer.Announcer;
import io.outagelab.authoritative.announcer.AnnouncerConfig;
import io.outagelab.authoritative.announcer.HealthPolicy;
import io.outagelab.authoritative.announcer.Peer;
import io.outagelab.authoritative.announcer.Rhythm;
import io.outagelab.authoritative.announcer.Target;
import io.outagelab.authoritative.announcer.WhenBlind;
import io.outagelab.authoritative.announcer.WhenUnhealthy;
import io.outagelab.authoritative.zone.LiveRendering;
import io.outagelab.authoritative.zone.Zone;
import io.outagelab.authoritative.zone.ZoneFile;
import io.outagelab.authoritative.zone.ZoneSet;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.dns.RRset;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.world.AddressPlan;
import io.outagelab.world.DnsService;
import io.outagelab.world.HealthRule;
import io.outagelab.world.ServiceKind;
import io.outagelab.world.Site;
import io.outagelab.world.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Builds the name servers and, where a health rule governs them, the announcers beside them. */
final class NameServices {
  private final Blueprint blueprint;
  private final World world;

  NameServices(Blueprint blueprint) {
    this.blueprint = blueprint;
    this.world = blueprint.world();
  }

  /** An instance of every service at each of its sites, its announcer after it. */
  List<PlacedNode> nodes() {
    List<PlacedNode> nodes = new ArrayList<>();
    for (DnsService service : world.dnsServices()) {
      ZoneSet zones = zones(service);
      for (String site : service.sites()) {
        nodes.add(nameServer(service, site, zones));
        if (!service.announces().isEmpty()) {
          nodes.add(announcer(service, site));
        }
      }
    }
    return nodes;
  }

  private PlacedNode nameServer(DnsService service, String site, ZoneSet zones) {
    String name = service.name() + "@" + site;
    Replication replication = new Replication(blueprint, service);
    NameServer server =
        new NameServer(
            service.name(),
            site,
            new Authority(zones, name),
            blueprint.reportInterval(),
            replication.transfers(),
            new Responder(guard(service)));
    return new PlacedNode(
        name,
        Role.NAME_SERVER,
        site,
        Stream.concat(
                blueprint.onSockets(service.addresses()).stream(),
                replication.addresses(site).stream())
            .toList(),
        new NameServerNode(replication.around(server, site), blueprint.addressing()::toPublished));
  }

  /** Every site of a service makes the cookies of all: they answer at the same addresses. */
  private Guard guard(DnsService service) {
    byte[] secret = new byte[Guard.SECRET];
    blueprint.seeds().of("cookies:" + service.name()).nextBytes(secret);
    return new Guard(
        secret,
        service
            .rateLimit()
            .map(perSecond -> perSecond * blueprint.scale().compression())
            .map(RateLimit.USUAL::withResponsesPerSecond));
  }

  private ZoneSet zones(DnsService service) {
    List<Zone> zones = service.zones().stream().map(this::zone).toList();
    LiveRendering live = new LiveRendering(blueprint.addressing()::toLab, blueprint.scale());
    return ZoneSet.of(zones)
        .rewritten(rrset -> Optional.of(raised(rrset)))
        .rewritten(blueprint.addressing().isLive() ? live : Optional::of);
  }

  /** The record set with the least TTL that the world asks for. */
  private RRset raised(RRset rrset) {
    long least = world.minTtl().map(Duration::toSeconds).orElse(0L);
    return rrset.ttl() >= least ? rrset : rrset.withTtl(least);
  }

  private Zone zone(io.outagelab.world.ZoneFile file) {
    Path path = world.folder().relativize(file.path().toAbsolutePath());
    return ZoneFile.read(FolderText.path(path), file.origin(), new FolderText(world.folder()))
        .orThrow();
  }

  private PlacedNode announcer(DnsService service, String site) {
    String name = "announcer:" + service.name() + "@" + site;
    IpAddress host = host(service, site);
    if (service.health().isEmpty()) {
      return new PlacedNode(
          name,
          Role.ANNOUNCER,
          site,
          List.of(host),
          new SteadyAnnouncer(service.name(), service.announces()));
    }
    Announcer announcer =
        new Announcer(config(service, site, service.health().get()), blueprint.seeds().of(name));
    return new PlacedNode(
        name, Role.ANNOUNCER, site, List.of(host), new AnnouncerNode(announcer, host));
  }

  private AnnouncerConfig config(DnsService service, String site, HealthRule rule) {
    List<Target> targets = world.sites(rule.targets()).stream().map(this::target).toList();
    return new AnnouncerConfig(
        service.name(),
        site,
        service.announces(),
        targets,
        peers(service, site),
        new Rhythm(
            blueprint.scale().scaled(rule.interval()),
            rule.timeout(),
            rule.failures(),
            rule.recoveries(),
            blueprint.scale().scaled(rule.holdDown()),
            blueprint.scale().scaled(rule.spread())),
        new HealthPolicy(
            rule.quorum().of(targets.size()),
            switch (rule.whenBlind()) {
              case FAIL_CLOSED -> WhenBlind.FAIL_CLOSED;
              case FAIL_STATIC -> WhenBlind.FAIL_STATIC;
            },
            switch (rule.whenUnhealthy()) {
              case WITHDRAW -> WhenUnhealthy.WITHDRAW;
              case DEPREFERENCE -> WhenUnhealthy.DEPREFERENCE;
              case KEEP -> WhenUnhealthy.KEEP;
            },
            rule.keepLast(),
            rule.deadMan().map(blueprint.scale()::scaled)));
  }

  /** The announcers of the service's other sites. */
  private List<Peer> peers(DnsService service, String site) {
    return service.sites().stream()
        .filter(other -> !other.equals(site))
        .map(other -> new Peer(other, new Endpoint(host(service, other), AnnouncerNode.PORT)))
        .toList();
  }

  private IpAddress host(DnsService service, String site) {
    return blueprint.host(AddressPlan.Role.NAME_SERVER, service.name(), site);
  }

  /** What stands for a site's health: the first back end there. */
  private Target target(Site site) {
    return world.services().stream()
        .filter(s -> s.kind() == ServiceKind.BACK_END && s.sites().contains(site.name()))
        .findFirst()
        .map(
            service ->
                new Target(
                    site.name(),
                    new Endpoint(
                        blueprint.host(AddressPlan.Role.SERVICE, service.name(), site.name()),
                        Service.HEALTH_PORT)))
        .orElseThrow(
            () ->
                new LabConfigurationException(
                    "health: site %s has no back end that a name-server site could check"
                        .formatted(site.name())));
  }
}
