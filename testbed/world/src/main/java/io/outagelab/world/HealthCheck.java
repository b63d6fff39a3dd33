package io.outagelab.world;

import io.outagelab.world.yaml.Durations;
import io.outagelab.world.yaml.Reading;

/** Checks that each health rule can be kept by the sites there are. */
final class HealthCheck {
  private final World world;
  private final Reading reading;

  private HealthCheck(World world, Reading reading) {
    this.world = world;
    this.reading = reading;
  }

  /** Adds everything that is wrong to the reading's problems. */
  static void check(World world, Reading reading) {
    HealthCheck rules = new HealthCheck(world, reading);
    for (DnsService service : world.dnsServices()) {
      service.health().ifPresent(rule -> rules.check(service, rule));
    }
  }

  private void check(DnsService service, HealthRule rule) {
    int targets = world.sites(rule.targets()).size();
    if (targets > 0
        && WorldCheck.isClean(reading, "sites")
        && rule.quorum().of(targets) > targets) {
      problem(
          service,
          "quorum",
          rule.quorum().toString(),
          "is more than the %d sites of the kind %s".formatted(targets, rule.targets().label()));
    }
    int sites = service.sites().size();
    if (rule.keepLast() >= sites) {
      problem(
          service,
          "keep-last",
          Integer.toString(rule.keepLast()),
          "would let no site withdraw ever: there are %d; it is at most %d"
              .formatted(sites, sites - 1));
    }
    rule.deadMan()
        .filter(deadMan -> deadMan.compareTo(rule.interval()) <= 0)
        .ifPresent(
            deadMan ->
                problem(
                    service,
                    "dead-man",
                    Durations.display(deadMan),
                    "is not longer than the interval %s: it would run out between two rounds"
                        .formatted(Durations.display(rule.interval()))));
  }

  private void problem(DnsService service, String key, String value, String complaint) {
    reading.problemAt(
        "dns-services[%s].health.%s".formatted(service.name(), key), value, complaint);
  }
}
