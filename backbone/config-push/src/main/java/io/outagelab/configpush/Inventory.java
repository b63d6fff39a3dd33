package io.outagelab.configpush;

import io.outagelab.core.LabConfigurationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;

/**
 * The routers that changes are for, and how much of the backbone may be out of use at once.
 *
 * @param routers every one, in the order in which changes go out
 * @param planes how many planes the backbone has
 * @param drainablePlanes how many of them maintenance may drain at once
 */
public record Inventory(List<RouterEntry> routers, int planes, int drainablePlanes) {
  /** Rejects a router that is there twice or belongs to no plane. */
  public Inventory {
    routers = List.copyOf(routers);
    if (planes < 1 || drainablePlanes < 0 || drainablePlanes > planes) {
      throw new LabConfigurationException(
          "backbone: drainable-planes is 0 to planes (%d), not %d"
              .formatted(planes, drainablePlanes));
    }
    Map<String, RouterEntry> byName = new LinkedHashMap<>();
    for (RouterEntry router : routers) {
      if (router.plane() < 1 || router.plane() > planes) {
        throw new LabConfigurationException(
            "router %s: its plane is 1 to %d, not %d"
                .formatted(router.name(), planes, router.plane()));
      }
      if (byName.put(router.name(), router) != null) {
        throw new LabConfigurationException(
            "router %s: there are two of this name".formatted(router.name()));
      }
    }
  }

  /** The routers that a change selects, in the inventory's order. */
  public List<RouterEntry> targets(ChangeDocument document) {
    return routers.stream()
        .filter(
            router ->
                document.planes().selects(router.plane())
                    && document.sites().selects(router.site()))
        .toList();
  }

  /** The router of this name. */
  public Optional<RouterEntry> router(String name) {
    return routers.stream().filter(router -> router.name().equals(name)).findFirst();
  }

  /** Every site with a router, in the inventory's order. */
  public List<String> sites() {
    return List.copyOf(sitesOf(routers));
  }

  /** The sites of these routers, each once. */
  static SequencedSet<String> sitesOf(List<RouterEntry> routers) {
    SequencedSet<String> sites = new LinkedHashSet<>();
    routers.forEach(router -> sites.add(router.site()));
    return sites;
  }

  /** These routers plane by plane, the lowest plane first. */
  static List<List<RouterEntry>> byPlane(List<RouterEntry> routers) {
    Map<Integer, List<RouterEntry>> planes = new TreeMap<>();
    for (RouterEntry router : routers) {
      planes.computeIfAbsent(router.plane(), plane -> new ArrayList<>()).add(router);
    }
    return List.copyOf(planes.values());
  }
}
