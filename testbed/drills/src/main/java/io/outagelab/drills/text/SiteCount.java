package io.outagelab.drills.text;

import io.outagelab.core.Event;
import io.outagelab.core.net.Prefix;
import io.outagelab.world.DnsService;
import io.outagelab.world.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts the sites of each name-server service that left and came back: "the 3rd of 6 sites". */
final class SiteCount {
  private final World world;
  private final SortedMap<String, SortedSet<String>> gone = new TreeMap<>();

  SiteCount(World world) {
    this.world = world;
  }

  /** Which site of how many this is to leave or to come back; empty if it is neither. */
  String count(Event event) {
    Map<String, String> read = event.attributes();
    boolean leaves = event.name().equals("prefix-retracted");
    if (!leaves && !event.name().equals("prefix-originated")) {
      return "";
    }
    String site = read.getOrDefault("site", "");
    return service(read.getOrDefault("prefix", ""), site)
        .map(service -> count(service, site, leaves))
        .orElse("");
  }

  private String count(DnsService service, String site, boolean leaves) {
    SortedSet<String> left = gone.computeIfAbsent(service.name(), any -> new TreeSet<>());
    List<String> sites = service.sites();
    boolean isNews = leaves ? left.add(site) : left.remove(site);
    if (!isNews || sites.size() == 1) {
      return "";
    }
    int number = leaves ? left.size() : sites.size() - left.size();
    return ", the %s of %d sites".formatted(Spoken.ordinal(number), sites.size());
  }

  private Optional<DnsService> service(String prefix, String site) {
    return world.dnsServices().stream()
        .filter(service -> service.health().isPresent() && service.sites().contains(site))
        .filter(
            service -> service.announces().stream().map(Prefix::toString).anyMatch(prefix::equals))
        .findFirst();
  }
}
