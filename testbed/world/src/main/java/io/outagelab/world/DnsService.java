package io.outagelab.world;

import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;

/**
 * An authoritative name service: the same servers and zones at each of its sites, on anycast
 * addresses.
 *
 * @param name what it is called
 * @param sites where it has an instance
 * @param servers the names and published addresses that it answers on
 * @param zones the zones that it is the primary of
 * @param secondaryOf the services whose zones it copies
 * @param announces what a site originates while its announcer says so
 * @param rateLimit how many like answers one network gets per world second over UDP; nothing for no
 *     limit
 * @param health the rule of the announcers; without one the prefixes are always announced
 */
public record DnsService(
    String name,
    List<String> sites,
    List<ServerName> servers,
    List<ZoneFile> zones,
    List<String> secondaryOf,
    List<Prefix> announces,
    Optional<Integer> rateLimit,
    Optional<HealthRule> health) {
  /** Keeps its own copies of the lists. */
  public DnsService {
    sites = List.copyOf(sites);
    servers = List.copyOf(servers);
    zones = List.copyOf(zones);
    secondaryOf = List.copyOf(secondaryOf);
    announces = List.copyOf(announces);
  }

  /** The apexes of the zones that it is the primary of, in file order. */
  public List<Name> origins() {
    return zones.stream().map(ZoneFile::origin).toList();
  }

  /** Every address that it answers on, in file order. */
  public List<IpAddress> addresses() {
    return servers.stream().flatMap(server -> server.addresses().stream()).toList();
  }
}
