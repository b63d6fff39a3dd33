package io.outagelab.world;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A configuration change as an operator writes it: what is set on which of the backbone's plane
 * routers.
 *
 * @param change the change's id
 * @param author who wants it
 * @param reason why
 * @param set what is set on each router, by key
 * @param planes on which planes
 * @param sites at which sites
 * @param file where it was read from
 */
public record PushFile(
    String change,
    String author,
    String reason,
    SortedMap<String, String> set,
    Selector<Integer> planes,
    Selector<String> sites,
    Path file) {
  /** Keeps its own copy of the settings. */
  public PushFile {
    set = Collections.unmodifiableSortedMap(new TreeMap<>(set));
  }

  /** The names of the plane routers that it selects in this world: by site, then by plane. */
  public List<String> targets(World world) {
    return world.sites().stream()
        .map(Site::name)
        .filter(site -> world.isOnBackbone(site) && sites.selects(site))
        .flatMap(
            site ->
                IntStream.rangeClosed(1, world.backbone().planes())
                    .filter(planes::selects)
                    .mapToObj(plane -> BackbonePlan.planeRouter(plane, site)))
        .toList();
  }
}
