package io.outagelab.world;

import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.net.IpAddress;
import io.outagelab.world.yaml.Reading;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Checks a world as a whole, after each of its parts was read. A check runs only if the sections
 * that it looks at are sound: what follows from a mistake reported already is not reported again.
 */
final class WorldCheck {
  private final World world;
  private final Reading reading;

  private WorldCheck(World world, Reading reading) {
    this.world = world;
    this.reading = reading;
  }

  /** Adds everything that is wrong to the reading's problems. */
  static void check(World world, Reading reading) {
    NetworkCheck.check(world, reading);
    AddressCheck.check(world, reading);
    ServiceCheck.check(world, reading);
    WorldCheck names = new WorldCheck(world, reading);
    names.checkZones();
    names.checkHealthTargets();
    HealthCheck.check(world, reading);
    if (isClean(reading, "dns-services")) {
      names.checkRootHints();
      names.checkNames();
    }
  }

  /** Whether no problem lies in any of these sections, nor in a zone file. */
  static boolean isClean(Reading reading, String... sections) {
    return Stream.of(sections).allMatch(reading.problems()::isClean)
        && (!List.of(sections).contains("dns-services")
            || reading.problems().isCleanOutsidePaths());
  }

  private void checkZones() {
    for (DnsService service : world.dnsServices()) {
      String path = "dns-services[%s]".formatted(service.name());
      Set<Name> origins = new TreeSet<>();
      for (Name origin : service.origins()) {
        if (!origins.add(origin)) {
          reading.problemAt(path + ".zones", DnsNames.display(origin), "stands here twice");
        }
      }
      if (isClean(reading, "dns-services", "sites")) {
        checkCopies(service, path, origins);
      }
    }
  }

  /** A zone is served as its own or as a copy from one primary, and something is served. */
  private void checkCopies(DnsService service, String path, Set<Name> served) {
    if (served.isEmpty() && service.secondaryOf().isEmpty()) {
      reading.problemAt(
          path,
          service.name(),
          "serves nothing: it has zones of its own, or is secondary-of another service");
    }
    for (String primary : service.secondaryOf()) {
      if (primary.equals(service.name())) {
        reading.problemAt(path + ".secondary-of", primary, "is the service itself");
        continue;
      }
      if (world.dnsService(primary).origins().isEmpty()) {
        reading.problemAt(
            path + ".secondary-of", primary, "has no zones of its own that could be copied");
      }
      checkFamilies(service, primary, path);
      for (Name origin : world.dnsService(primary).origins()) {
        if (!served.add(origin)) {
          reading.problemAt(
              path + ".secondary-of",
              primary,
              "has the zone %s, which this service has from elsewhere"
                  .formatted(DnsNames.display(origin)));
        }
      }
    }
  }

  /** A secondary asks from a host address of its site, and so in that one's family. */
  private void checkFamilies(DnsService service, String primary, String path) {
    for (String site : service.sites()) {
      world
          .site(site)
          .hosts()
          .filter(
              hosts ->
                  world.dnsService(primary).addresses().stream()
                      .noneMatch(address -> address.family() == hosts.family()))
          .ifPresent(
              hosts ->
                  reading.problemAt(
                      path + ".secondary-of",
                      primary,
                      "has no address that can be asked from %s, the hosts of %s"
                          .formatted(hosts, site)));
    }
  }

  private void checkHealthTargets() {
    for (DnsService service : world.dnsServices()) {
      service
          .health()
          .filter(health -> world.sites(health.targets()).isEmpty() && isClean(reading, "sites"))
          .ifPresent(
              health ->
                  reading.problemAt(
                      "dns-services[%s].health.targets".formatted(service.name()),
                      health.targets().label(),
                      "has nothing to check: there is no site of this kind"));
    }
  }

  private void checkRootHints() {
    Set<IpAddress> served =
        world.dnsServices().stream()
            .flatMap(service -> service.addresses().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    for (ResolverNode resolver : world.resolvers()) {
      for (ServerName hint : resolver.rootHints()) {
        for (IpAddress address : hint.addresses()) {
          if (!served.contains(address)) {
            reading.problemAt(
                "resolvers[%s].root-hints.%s"
                    .formatted(resolver.name(), DnsNames.display(hint.name())),
                address.toString(),
                "is not the address of any name service");
          }
        }
      }
    }
  }

  private void checkNames() {
    for (ServiceNode service : world.services()) {
      checkName("services[%s].name-in-dns".formatted(service.name()), service.nameInDns());
    }
    for (int i = 0; i < world.monitors().names().size(); i++) {
      checkName("monitors.names[%d]".formatted(i), world.monitors().names().get(i));
    }
    if (isClean(reading, "operations")) {
      checkName("operations.controller.name-in-dns", world.operations().controller().nameInDns());
    }
  }

  private void checkName(String path, Name name) {
    Optional<ZoneFile> owner =
        world.dnsServices().stream()
            .flatMap(service -> service.zones().stream())
            .filter(zone -> zone.records().stream().anyMatch(record -> leadsOn(record, name)))
            .findFirst();
    if (owner.isEmpty() && reading.problems().isClean(path)) {
      reading.problemAt(
          path, DnsNames.display(name), "has no address and no CNAME in any zone of this world");
    }
  }

  private static boolean leadsOn(Record record, Name name) {
    boolean fits =
        record.getName().equals(name)
            || (record.getName().isWild()
                && name.subdomain(new Name(record.getName(), 1))
                && !name.equals(new Name(record.getName(), 1)));
    return fits
        && (record.getType() == Type.A
            || record.getType() == Type.AAAA
            || record.getType() == Type.CNAME);
  }
}
