package io.outagelab.world;

import static io.outagelab.world.WorldCheck.isClean;

import io.outagelab.world.yaml.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks that services and users fit together. */
final class ServiceCheck {
  private final World world;
  private final Reading reading;

  private ServiceCheck(World world, Reading reading) {
    this.world = world;
    this.reading = reading;
  }

  static void check(World world, Reading reading) {
    ServiceCheck services = new ServiceCheck(world, reading);
    services.checkResolvers();
    services.checkCycles();
    services.checkSamples();
  }

  private void checkResolvers() {
    for (ServiceNode service : world.services()) {
      if (!service.needs().isEmpty() && service.resolver().isEmpty()) {
        reading.problemAt(
            "services[%s].needs".formatted(service.name()),
            service.name(),
            "has needs but no resolver to find them with");
      }
    }
  }

  /** A service that needs itself through others would never answer. */
  private void checkCycles() {
    if (!isClean(reading, "services")) {
      return;
    }
    Map<String, ServiceNode> byName = new LinkedHashMap<>();
    world.services().forEach(service -> byName.put(service.name(), service));
    Set<String> done = new LinkedHashSet<>();
    for (ServiceNode service : world.services()) {
      follow(service, byName, new ArrayList<>(), done);
    }
  }

  private void follow(
      ServiceNode service, Map<String, ServiceNode> byName, List<String> path, Set<String> done) {
    int before = path.indexOf(service.name());
    if (before >= 0) {
      List<String> cycle = new ArrayList<>(path.subList(before, path.size()));
      cycle.add(service.name());
      reading.problemAt(
          "services[%s].needs".formatted(service.name()),
          String.join(" -> ", cycle),
          "is a cycle: none of these could ever answer");
      return;
    }
    if (!done.add(service.name())) {
      return;
    }
    path.add(service.name());
    for (Need need : service.needs()) {
      ServiceNode next = byName.get(need.service());
      if (next != null) {
        follow(next, byName, path, done);
      }
    }
    path.removeLast();
  }

  private void checkSamples() {
    for (Cohort cohort : world.crowd()) {
      if (cohort.samples() > cohort.users()) {
        reading.problemAt(
            "crowd[%s].samples".formatted(cohort.name()),
            Integer.toString(cohort.samples()),
            "is more than the %d users there are".formatted(cohort.users()));
      }
    }
  }
}
