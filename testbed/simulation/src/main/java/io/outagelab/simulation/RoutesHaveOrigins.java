package io.outagelab.simulation;

import io.outagelab.assembly.Stage;
import io.outagelab.core.Event;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Safety: no router gains a route to a prefix that nobody has ever originated. Liveness: in the
 * end, nobody has a route to a prefix that nobody originates.
 */
public final class RoutesHaveOrigins implements Checker {
  private final SortedSet<String> everOriginated = new TreeSet<>();
  private final SortedMap<String, SortedSet<String>> originators = new TreeMap<>();
  private final SortedMap<String, SortedSet<String>> holders = new TreeMap<>();

  @Override
  public void observe(Stage.Observation observation) {
    Event event = observation.event();
    Map<String, String> read = event.attributes();
    String prefix = read.getOrDefault("prefix", "");
    String site = read.getOrDefault("site", "");
    switch (event.name()) {
      case "prefix-originated" -> {
        everOriginated.add(prefix);
        of(originators, prefix).add(site);
      }
      case "prefix-retracted" -> of(originators, prefix).remove(site);
      case "route-gained" -> {
        if (!everOriginated.contains(prefix)) {
          throw new IllegalStateException(
              "%s gained a route to %s at %s, which nobody has originated"
                  .formatted(site, prefix, observation.at()));
        }
        of(holders, prefix).add(site);
      }
      case "route-lost" -> of(holders, prefix).remove(site);
      default -> {}
    }
  }

  private static SortedSet<String> of(SortedMap<String, SortedSet<String>> sets, String prefix) {
    return sets.computeIfAbsent(prefix, any -> new TreeSet<>());
  }

  @Override
  public void atRest() {
    holders.forEach(
        (prefix, sites) -> {
          if (of(originators, prefix).isEmpty() && !sites.isEmpty()) {
            throw new IllegalStateException(
                "nobody originates %s, yet %s have a route to it".formatted(prefix, sites));
          }
        });
  }
}
