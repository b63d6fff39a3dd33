package io.outagelab.world;

import static io.outagelab.world.WorldCheck.isClean;

import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import io.outagelab.world.yaml.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks that every address has one owner, that packets can get to it, and that the live modes can
 * give it an address of its own: they keep an IPv4 address's last two octets.
 */
final class AddressCheck {
  /** A published address: whose it is, where that stands, and the key path that says so. */
  private record Owned(String owner, IpAddress address, List<String> sites, String path) {}

  private static final int LAST = 255;

  private final World world;
  private final Reading reading;
  private final List<Owned> published = new ArrayList<>();

  private AddressCheck(World world, Reading reading) {
    this.world = world;
    this.reading = reading;
    collect();
  }

  static void check(World world, Reading reading) {
    AddressCheck addresses = new AddressCheck(world, reading);
    addresses.checkDuplicates();
    if (isClean(reading, "sites", "prefixes")) {
      addresses.checkReachable();
    }
    addresses.checkLabAddresses();
    addresses.checkAnnouncements();
  }

  private void collect() {
    for (DnsService service : world.dnsServices()) {
      for (ServerName server : service.servers()) {
        String path =
            "dns-services[%s].servers.%s"
                .formatted(service.name(), DnsNames.display(server.name()));
        server.addresses().forEach(address -> own(service.name(), address, service.sites(), path));
      }
    }
    for (ResolverNode resolver : world.resolvers()) {
      String path = "resolvers[%s].addresses".formatted(resolver.name());
      resolver
          .addresses()
          .forEach(address -> own(resolver.name(), address, resolver.sites(), path));
    }
    for (ServiceNode service : world.services()) {
      String path = "services[%s].address".formatted(service.name());
      service.addresses().forEach(address -> own(service.name(), address, service.sites(), path));
    }
    if (isClean(reading, "operations")) {
      Operations.Controller controller = world.operations().controller();
      own(
          "the controller",
          controller.address(),
          List.of(controller.site()),
          "operations.controller.address");
    }
  }

  private void own(String owner, IpAddress address, List<String> sites, String path) {
    published.add(new Owned(owner, address, sites, path));
  }

  private void checkDuplicates() {
    Map<IpAddress, Owned> seen = new HashMap<>();
    for (Owned owned : published) {
      Owned first = seen.putIfAbsent(owned.address(), owned);
      if (first != null) {
        reading.problemAt(
            owned.path(),
            owned.address().toString(),
            "belongs to %s already, at %s".formatted(first.owner(), first.path()));
      }
    }
  }

  private void checkReachable() {
    Map<String, List<Prefix>> bySite = new HashMap<>();
    for (StaticPrefix origination : world.originations()) {
      if (!origination.discard()) {
        origination
            .at()
            .forEach(
                site ->
                    bySite
                        .computeIfAbsent(site, key -> new ArrayList<>())
                        .add(origination.prefix()));
      }
    }
    for (DnsService service : world.dnsServices()) {
      service
          .sites()
          .forEach(
              site ->
                  bySite
                      .computeIfAbsent(site, key -> new ArrayList<>())
                      .addAll(service.announces()));
    }
    for (Owned owned : published) {
      for (String site : owned.sites()) {
        if (bySite.getOrDefault(site, List.of()).stream()
            .noneMatch(prefix -> prefix.contains(owned.address()))) {
          reading.problemAt(
              owned.path(),
              owned.address().toString(),
              "is in no prefix that %s originates or announces: no packet would get there"
                  .formatted(site));
        }
      }
    }
  }

  private void checkLabAddresses() {
    Map<Integer, Owned> byLastOctets = new HashMap<>();
    for (Owned owned : published) {
      checkLabAddress(owned, byLastOctets);
    }
    if (!reading.problems().isEmpty()) {
      return;
    }
    AddressPlan plan = AddressPlan.of(world);
    plan.shortfalls().forEach(message -> reading.problemAt("sites", "", message));
    plan.loopbacks()
        .forEach(
            (router, address) ->
                checkLabAddress(
                    new Owned("router " + router, address, List.of(), "backbone.loopbacks"),
                    byLastOctets));
    plan.hosts()
        .forEach(
            (occupant, address) ->
                checkLabAddress(
                    new Owned(
                        occupant.toString(),
                        address,
                        List.of(),
                        "sites.%s.hosts".formatted(occupant.site())),
                    byLastOctets));
  }

  private void checkLabAddress(Owned owned, Map<Integer, Owned> byLastOctets) {
    IpAddress address = owned.address();
    if (address.isIpv6()) {
      return;
    }
    int third = address.octet(2);
    int fourth = address.octet(3);
    if (third + fourth == 0 || (third == LAST && fourth == LAST)) {
      reading.problemAt(
          owned.path(),
          address.toString(),
          "ends in %d.%d, which no host of a live lab can have".formatted(third, fourth));
    }
    Owned first = byLastOctets.putIfAbsent((third << 8) | fourth, owned);
    if (first != null && !first.address().equals(address)) {
      reading.problemAt(
          owned.path(),
          address.toString(),
          "ends in %d.%d like %s of %s: a live lab could not tell them apart"
              .formatted(third, fourth, first.address(), first.owner()));
    }
  }

  private void checkAnnouncements() {
    Map<Prefix, String> seen = new HashMap<>();
    for (DnsService service : world.dnsServices()) {
      for (Prefix prefix : service.announces()) {
        String first = seen.putIfAbsent(prefix, service.name());
        if (first != null) {
          reading.problemAt(
              "dns-services[%s].announces".formatted(service.name()),
              prefix.toString(),
              "is announced by %s already".formatted(first));
        }
      }
    }
  }
}
