package io.outagelab.authoritative.announcer;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.net.Prefix;
import java.util.List;

/**
 * The health rule of one name-server site and what hangs on it.
 *
 * @param service the name-server service
 * @param site the site this announcer speaks for
 * @param prefixes the anycast prefixes, announced and withdrawn together
 * @param targets the data centres whose answers count
 * @param peers the announcers of the other sites; asked only if the last sites are to be kept
 * @param rhythm when it probes, and how patient it is
 * @param policy what it does
 */
public record AnnouncerConfig(
    String service,
    String site,
    List<Prefix> prefixes,
    List<Target> targets,
    List<Peer> peers,
    Rhythm rhythm,
    HealthPolicy policy) {

  /** Rejects a rule that can never decide anything. */
  public AnnouncerConfig {
    prefixes = List.copyOf(prefixes);
    targets = List.copyOf(targets);
    peers = List.copyOf(peers);
    String where = "health rule of %s at %s: ".formatted(service, site);
    require(!prefixes.isEmpty(), where + "at least one prefix to announce is needed");
    require(!targets.isEmpty(), where + "at least one target to probe is needed");
    require(
        policy.quorum() >= 1 && policy.quorum() <= targets.size(),
        where + "quorum is from 1 to %d, not %d".formatted(targets.size(), policy.quorum()));
    require(
        policy.keepLast() >= 0 && policy.keepLast() <= peers.size(),
        where
            + "keep-last is from 0 to %d, the number of other sites, not %d"
                .formatted(peers.size(), policy.keepLast()));
    policy
        .deadMan()
        .ifPresent(
            lease ->
                require(
                    lease.compareTo(rhythm.interval()) > 0,
                    where
                        + "dead-man is longer than the interval %s, not %s"
                            .formatted(rhythm.interval(), lease)));
  }

  private static void require(boolean condition, String problem) {
    if (!condition) {
      throw new LabConfigurationException(problem);
    }
  }
}
