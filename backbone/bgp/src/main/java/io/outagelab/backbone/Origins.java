package io.outagelab.backbone;

import io.outagelab.core.net.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What each site's router originates: by configuration, and on request of a node of the site. */
final class Origins {
  /** The LOCAL_PREF of a prefix that is originated by configuration. */
  static final int DEFAULT_PREFERENCE = 100;

  /**
   * How a prefix is originated.
   *
   * @param preference its LOCAL_PREF within the autonomous system
   * @param discard whether there is nothing behind it
   * @param internal whether it stays within the autonomous system
   */
  record Origin(int preference, boolean discard, boolean internal) {}

  private final List<TreeMap<Prefix, Origin>> configured = new ArrayList<>();
  private final List<TreeMap<Prefix, Origin>> requested = new ArrayList<>();
  private final Topology topology;

  /** What is originated by configuration. */
  Origins(Topology topology) {
    this.topology = topology;
    for (int i = 0; i < topology.routerCount(); i++) {
      configured.add(new TreeMap<>());
      requested.add(new TreeMap<>());
    }
    for (StaticOrigin origin : topology.config().origins()) {
      for (String site : origin.sites()) {
        configured
            .get(topology.routerOf(site))
            .put(
                origin.prefix(),
                new Origin(DEFAULT_PREFERENCE, origin.discard(), origin.internal()));
      }
    }
  }

  /** What a router originates by configuration. */
  SortedMap<Prefix, Origin> configured(int router) {
    return configured.get(router);
  }

  /** How a router originates this prefix now, if it does. A request outbids the configuration. */
  Optional<Origin> at(int router, Prefix prefix) {
    Origin origin = requested.get(router).get(prefix);
    return Optional.ofNullable(origin == null ? configured.get(router).get(prefix) : origin);
  }

  /** Notes a node's request; a configured origin's reach is kept. */
  void request(int router, Prefix prefix, int preference) {
    Origin fixed = configured.get(router).get(prefix);
    boolean internal = fixed != null && fixed.internal();
    requested.get(router).put(prefix, new Origin(preference, false, internal));
  }

  /** Forgets a node's request. */
  void retract(int router, Prefix prefix) {
    requested.get(router).remove(prefix);
  }

  /** The sites that originate each prefix, in the order of the configuration. */
  SortedMap<Prefix, List<String>> bySite() {
    TreeMap<Prefix, List<String>> result = new TreeMap<>();
    for (String site : topology.sites()) {
      int router = topology.routerOf(site);
      TreeMap<Prefix, Origin> all = new TreeMap<>(configured.get(router));
      all.putAll(requested.get(router));
      all.keySet().forEach(p -> result.computeIfAbsent(p, k -> new ArrayList<>()).add(site));
    }
    return result;
  }
}
