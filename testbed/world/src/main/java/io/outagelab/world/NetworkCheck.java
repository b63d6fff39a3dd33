package io.outagelab.world;

import static io.outagelab.world.WorldCheck.isClean;

import io.outagelab.core.net.Prefix;
import io.outagelab.world.yaml.Reading;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Checks that the network hangs together. */
final class NetworkCheck {
  private final World world;
  private final Reading reading;

  private NetworkCheck(World world, Reading reading) {
    this.world = world;
    this.reading = reading;
  }

  static void check(World world, Reading reading) {
    NetworkCheck network = new NetworkCheck(world, reading);
    if (isClean(reading, "backbone")) {
      network.checkPlanes();
      if (isClean(reading, "sites")) {
        network.checkAutonomousSystems();
        network.checkSpans();
        if (isClean(reading, "peerings", "backbone")) {
          network.checkPeerings();
          network.checkConnected();
        }
      }
    }
    network.checkTimers();
    network.checkPrefixes();
    network.checkHostPrefixes();
  }

  private void checkPlanes() {
    BackbonePlan backbone = world.backbone();
    if (backbone.drainablePlanes() > backbone.planes()) {
      reading.problemAt(
          "backbone.drainable-planes",
          Integer.toString(backbone.drainablePlanes()),
          "is more than the %d planes there are".formatted(backbone.planes()));
    }
  }

  private void checkAutonomousSystems() {
    for (Site site : world.sites()) {
      boolean belongs = site.as() == world.backbone().as();
      boolean outside = site.kind() == SiteKind.OUTSIDE;
      if (belongs == outside) {
        reading.problemAt(
            "sites.%s.as".formatted(site.name()),
            Long.toString(site.as()),
            outside
                ? "is the backbone's AS, but the site is outside"
                : "is not the backbone's AS %d, but the site is not outside"
                    .formatted(world.backbone().as()));
      }
    }
  }

  private void checkSpans() {
    Set<String> seen = new HashSet<>();
    List<Span> spans = world.backbone().spans();
    for (int i = 0; i < spans.size(); i++) {
      Span span = spans.get(i);
      String path = "backbone.spans[%d].between".formatted(i);
      for (String end : List.of(span.a(), span.b())) {
        if (world.site(end).kind() == SiteKind.OUTSIDE) {
          reading.problemAt(path, end, "is outside: the backbone does not lead there");
        }
      }
      if (!seen.add(pair(span.a(), span.b()))) {
        reading.problemAt(path, pair(span.a(), span.b()), "are joined by an earlier span");
      }
    }
  }

  private void checkPeerings() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < world.peerings().size(); i++) {
      Peering peering = world.peerings().get(i);
      String path = "peerings[%d].between".formatted(i);
      String ends = pair(peering.a(), peering.b());
      if (world.site(peering.a()).as() == world.site(peering.b()).as()) {
        reading.problemAt(path, ends, "belong to one AS: eBGP joins two");
      }
      if (!seen.add(ends)) {
        reading.problemAt(path, ends, "are joined by an earlier peering");
      }
    }
  }

  private static String pair(String a, String b) {
    return a.compareTo(b) < 0 ? a + ", " + b : b + ", " + a;
  }

  /** Every site must have a way to every other, or nothing could ever be said about it. */
  private void checkConnected() {
    Map<String, List<String>> neighbours = new LinkedHashMap<>();
    world.backbone().spans().forEach(span -> join(neighbours, span.a(), span.b()));
    world.peerings().forEach(peering -> join(neighbours, peering.a(), peering.b()));
    Set<String> reached = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>();
    world.sites().stream().map(Site::name).findFirst().ifPresent(open::add);
    while (!open.isEmpty()) {
      String site = open.remove();
      if (reached.add(site)) {
        open.addAll(neighbours.getOrDefault(site, List.of()));
      }
    }
    for (Site site : world.sites()) {
      if (!reached.contains(site.name())) {
        reading.problemAt(
            "sites." + site.name(),
            site.name(),
            "has no way to %s: no span and no peering leads there"
                .formatted(world.sites().getFirst().name()));
      }
    }
  }

  private static void join(Map<String, List<String>> neighbours, String a, String b) {
    neighbours.computeIfAbsent(a, key -> new ArrayList<>()).add(b);
    neighbours.computeIfAbsent(b, key -> new ArrayList<>()).add(a);
  }

  private void checkTimers() {
    BgpTimers bgp = world.bgp();
    if (isClean(reading, "bgp") && bgp.keepalive().compareTo(bgp.holdTime()) >= 0) {
      reading.problemAt(
          "bgp.keepalive",
          "",
          "is not below the hold-time: the session would fall between two messages");
    }
  }

  private void checkPrefixes() {
    Set<Prefix> seen = new HashSet<>();
    for (int i = 0; i < world.prefixes().size() && isClean(reading, "prefixes"); i++) {
      Prefix prefix = world.prefixes().get(i).prefix();
      if (!seen.add(prefix)) {
        reading.problemAt(
            "prefixes[%d].prefix".formatted(i), prefix.toString(), "stands here a second time");
      }
    }
  }

  private void checkHostPrefixes() {
    Map<String, Prefix> others = new LinkedHashMap<>();
    if (isClean(reading, "backbone")) {
      others.put("the backbone's loopbacks", world.backbone().loopbacks());
    }
    Map<String, Prefix> hosts = new HashMap<>();
    for (Site site : world.sites()) {
      site.hosts().ifPresent(prefix -> hosts.put(site.name(), prefix));
    }
    for (Site site : world.sites()) {
      Prefix prefix = hosts.get(site.name());
      if (prefix == null) {
        continue;
      }
      others.forEach(
          (owner, other) -> {
            if (other.covers(prefix) || prefix.covers(other)) {
              reading.problemAt(
                  "sites.%s.hosts".formatted(site.name()),
                  prefix.toString(),
                  "overlaps %s, %s".formatted(other, owner));
            }
          });
      others.put("the hosts of " + site.name(), prefix);
    }
  }
}
