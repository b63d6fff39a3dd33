package io.outagelab.authoritative.transfer;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.Tick;
import io.outagelab.core.dns.DnsNames;
import io.outagelab.core.net.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.xbill.DNS.Name;

/**
 * What a secondary holds and where it gets it.
 *
 * @param origin the apex of its zone
 * @param primaries who is asked, the preferred first
 * @param notifiers where else the primaries tell of changes from, than the addresses that they are
 *     asked at
 * @param addresses its own, to ask from: one of each primary's family
 * @param epoch the instant of tick zero, by the clock that signatures tell
 * @param maxRecords the most records a transfer may have
 * @param limits how long things may take
 */
public record SecondaryConfig(
    Name origin,
    List<RemoteServer> primaries,
    List<IpAddress> notifiers,
    List<IpAddress> addresses,
    Instant epoch,
    int maxRecords,
    Limits limits) {
  /** Ten million records are more than most zones of the world have. */
  public static final int MAX_RECORDS = 10_000_000;

  /**
   * How long things may take.
   *
   * @param queryTimeout a reply over UDP; each further try waits twice as long
   * @param tries how often a primary is asked for its SOA record
   * @param idleTimeout a silence within a transfer
   * @param transferTimeout a whole transfer
   * @param leastInterval the shortest refresh and retry interval, whatever an SOA record says
   * @param firstRetry the wait after a first load that failed; doubles up to an hour
   */
  public record Limits(
      Duration queryTimeout,
      int tries,
      Duration idleTimeout,
      Duration transferTimeout,
      Duration leastInterval,
      Duration firstRetry) {
    /** What name servers usually take. */
    public static final Limits USUAL =
        new Limits(
            Duration.ofSeconds(2),
            3,
            Duration.ofSeconds(30),
            Duration.ofHours(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5));

    /** Rejects what would never wait or never try. */
    public Limits {
      for (Duration duration :
          List.of(queryTimeout, idleTimeout, transferTimeout, leastInterval, firstRetry)) {
        if (!duration.isPositive()) {
          throw new LabConfigurationException(
              "limits of a secondary: longer than 0 is allowed, not " + duration);
        }
      }
      if (tries < 1) {
        throw new LabConfigurationException(
            "limits of a secondary: at least 1 try is allowed, not " + tries);
      }
    }
  }

  /** Keeps its own copies; there is a primary, and an own address to reach each from. */
  public SecondaryConfig {
    primaries = List.copyOf(primaries);
    notifiers = List.copyOf(notifiers);
    addresses = List.copyOf(addresses);
    if (primaries.isEmpty()) {
      throw new LabConfigurationException(
          "secondary of '%s': it has no primary, at least one is needed"
              .formatted(DnsNames.display(origin)));
    }
    for (RemoteServer primary : primaries) {
      IpAddress there = primary.address().address();
      if (addresses.stream().noneMatch(own -> own.family() == there.family())) {
        throw new LabConfigurationException(
            "secondary of '%s': it has no address of the family of its primary %s"
                .formatted(DnsNames.display(origin), there));
      }
    }
  }

  /** A secondary with the usual limits. */
  public static SecondaryConfig of(
      Name origin, List<RemoteServer> primaries, List<IpAddress> addresses, Instant epoch) {
    return new SecondaryConfig(
        origin, primaries, List.of(), addresses, epoch, MAX_RECORDS, Limits.USUAL);
  }

  /** The instant of a tick. */
  Instant instant(Tick now) {
    return epoch.plus(now.sinceStart());
  }
}
