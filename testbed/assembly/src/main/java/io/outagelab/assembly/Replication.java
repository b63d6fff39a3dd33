package io.outagelab.assembly;

import io.outagelab.authoritative.NameServer;
import io.outagelab.authoritative.ReplicatingServer;
import io.outagelab.authoritative.transfer.Notifier;
import io.outagelab.authoritative.transfer.RemoteServer;
import io.outagelab.authoritative.transfer.Secondary;
import io.outagelab.authoritative.transfer.SecondaryConfig;
import io.outagelab.authoritative.transfer.TransferPolicy;
import io.outagelab.authoritative.transfer.TransferPolicy.Grant;
import io.outagelab.authoritative.transfer.Transfers;
import io.outagelab.authoritative.tsig.TsigKeys;
import io.outagelab.core.dns.DnsCodec;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import io.outagelab.world.AddressPlan;
import io.outagelab.world.DnsService;
import io.outagelab.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/**
 * How the zones of a world's name services move: from every service to those that are secondary of
 * it.
 *
 * <pre>
 *  primary, all its sites                      secondary, all its sites
 *    TRANSFER address ── NOTIFY ──────────────▶ the service's first address
 *    the service's addresses ◀── SOA, A/IXFR ── TRANSFER address
 * </pre>
 *
 * <p>Whoever asks does so from an address of its site alone, or the answer would come in elsewhere.
 * A secondary that is anycast hears of changes at one of its sites; the others find out when their
 * copies are due for a refresh. Who may is known by address.
 */
final class Replication {
  /** How many records the history of each zone may have, for IXFR. */
  private static final int HISTORY = 10_000;

  /** As many addresses of a primary as are worth asking: anycast leads all to the same place. */
  private static final int MOST_PRIMARIES = 4;

  /** There are several addresses to ask, so that none need be asked for long. */
  private static final SecondaryConfig.Limits LIMITS =
      new SecondaryConfig.Limits(
          Duration.ofSeconds(2),
          2,
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1));

  private final Blueprint blueprint;
  private final World world;
  private final DnsService service;

  /** The part of this service in it. */
  Replication(Blueprint blueprint, DnsService service) {
    this.blueprint = blueprint;
    this.world = blueprint.world();
    this.service = service;
  }

  /** The address that the service's instance at a site moves zones from and to, if it does. */
  List<IpAddress> addresses(String site) {
    return service.secondaryOf().isEmpty() && world.secondariesOf(service).isEmpty()
        ? List.of()
        : List.of(blueprint.host(AddressPlan.Role.TRANSFER, service.name(), site));
  }

  /** Who gets whole zones of the service: its secondaries. */
  Transfers transfers() {
    List<Grant> grants =
        world.secondariesOf(service).stream()
            .flatMap(this::seenFrom)
            .map(address -> Grant.of(Prefix.host(address)))
            .toList();
    return grants.isEmpty()
        ? Transfers.none()
        : new Transfers(new TransferPolicy(grants), TsigKeys.NONE, epoch(), HISTORY);
  }

  /** The instance at a site, with copies of what it is secondary of, and word of what changes. */
  ReplicatingServer around(NameServer server, String site) {
    RandomGenerator random = blueprint.seeds().of("transfers:" + service.name() + "@" + site);
    List<IpAddress> own = addresses(site);
    List<Name> origins = service.origins();
    List<RemoteServer> told =
        world.secondariesOf(service).stream()
            .flatMap(secondary -> servers(secondary, own, 1))
            .toList();
    Notifier notifier =
        new Notifier(
            origin -> origins.contains(origin) ? told : List.of(),
            own,
            epoch(),
            Notifier.Patience.USUAL,
            random);
    return new ReplicatingServer(server, notifier, secondaries(own, random));
  }

  private List<Secondary> secondaries(List<IpAddress> own, RandomGenerator random) {
    return service.secondaryOf().stream()
        .map(world::dnsService)
        .flatMap(
            primary ->
                primary.origins().stream()
                    .map(origin -> new Secondary(config(origin, primary, own), random)))
        .toList();
  }

  private SecondaryConfig config(Name origin, DnsService primary, List<IpAddress> own) {
    return new SecondaryConfig(
        origin,
        servers(primary, own, MOST_PRIMARIES).toList(),
        seenFrom(primary).toList(),
        own,
        epoch(),
        SecondaryConfig.MAX_RECORDS,
        LIMITS);
  }

  /** The first servers of a service that can be asked from one of these addresses. */
  private Stream<RemoteServer> servers(DnsService other, List<IpAddress> own, int most) {
    return blueprint.onSockets(other.addresses()).stream()
        .filter(there -> own.stream().anyMatch(here -> here.family() == there.family()))
        .limit(most)
        .map(there -> RemoteServer.of(new Endpoint(there, DnsCodec.PORT)));
  }

  /** Where the instances of a service are seen to ask from: in containers, where they answer. */
  private Stream<IpAddress> seenFrom(DnsService other) {
    return blueprint.addressing().isShared()
        ? blueprint.onSockets(other.addresses()).stream()
        : other.sites().stream()
            .map(site -> blueprint.host(AddressPlan.Role.TRANSFER, other.name(), site));
  }

  private Instant epoch() {
    return world.epoch();
  }
}
