package io.outagelab.assembly;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What is true in a lab at one moment, layer by layer.
 *
 * @param world the world's name
 * @param mode how it runs
 * @param time world time since the lab's start
 * @param compression how much faster than the world it runs
 * @param mitigations the mitigations merged in
 * @param backbone links and sites
 * @param bgp announcements of the watched prefixes
 * @param nameServerSites every instance of every name-server service
 * @param resolvers what each resolver last answered
 * @param apps how the apps are
 * @param doors whether each door opens
 * @param tools whether each tool works
 */
public record Status(
    String world,
    Mode mode,
    Duration time,
    int compression,
    List<String> mitigations,
    BackboneStatus backbone,
    BgpStatus bgp,
    List<NameServerSite> nameServerSites,
    List<ResolverStatus> resolvers,
    List<AppStatus> apps,
    SortedMap<String, Boolean> doors,
    SortedMap<String, Boolean> tools) {

  /** Long-haul links that carry traffic, out of how many, and the sites that none reaches. */
  public record BackboneStatus(
      int linksUp, int linksTotal, List<String> planesDown, List<String> sitesIsolated) {}

  /** Prefixes under a health rule: how many are announced by some site, and which by none. */
  public record BgpStatus(int prefixesAnnounced, int prefixesTotal, List<String> withdrawn) {}

  /** One instance of a name-server service. */
  public record NameServerSite(
      String service, String site, List<String> addresses, boolean announcing, boolean healthy) {}

  /**
   * A resolver: where it is asked, and the result it last gave for each watched name.
   *
   * @param address where sockets find it in this lab
   * @param published the address that the world knows
   */
  public record ResolverStatus(
      String name, String address, String published, SortedMap<String, String> names) {}

  /**
   * An app as its monitor sees it.
   *
   * @param state up, degraded, down or unknown
   * @param cause none, name, network or backend
   * @param successRatio of the last round of checks, 0 to 1
   */
  public record AppStatus(String name, String state, String cause, double successRatio) {}

  /** The doors or tools that do not work. */
  public static List<String> failing(Map<String, Boolean> working) {
    return working.entrySet().stream()
        .filter(entry -> !entry.getValue())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
