package io.outagelab.assembly;

import io.outagelab.authoritative.announcer.Announcer;
import io.outagelab.core.Tick;
import io.outagelab.core.net.Prefix;
import io.outagelab.core.node.Arrival;
import io.outagelab.core.node.Departure;
import io.outagelab.core.node.Node;
import java.util.List;
import java.util.Optional;

/**
 * Announces a service's prefixes from the start, whatever happens: a site without a health rule.
 */
record SteadyAnnouncer(String service, List<Prefix> prefixes) implements Node {
  @Override
  public List<Departure> handle(Tick now, Arrival arrival) {
    return arrival instanceof Arrival.Started
        ? prefixes.stream()
            .<Departure>map(
                prefix -> new Departure.Announce(prefix, Announcer.PREFERENCE, Optional.empty()))
            .toList()
        : List.of();
  }

  @Override
  public List<Departure> expire(Tick now) {
    return List.of();
  }

  @Override
  public Tick deadline() {
    return Tick.NEVER;
  }
}
