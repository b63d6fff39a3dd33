package io.outagelab.world;

import io.outagelab.core.net.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.Name;

/**
 * The people who run the network, and how they reach it.
 *
 * @param controller what pushes configuration to routers
 * @param operator who tells the controller what to push
 * @param outOfBand the separate access network
 * @param onSite how a crew gets to a site
 */
public record Operations(
    Controller controller, Operator operator, OutOfBand outOfBand, OnSite onSite) {

  /**
   * What pushes configuration to routers.
   *
   * @param site where it stands
   * @param address its published address
   * @param nameInDns the name by which the operator finds it
   * @param auditBug what is wrong with its audit
   * @param rollout how it pushes unless told otherwise
   */
  public record Controller(
      String site, IpAddress address, Name nameInDns, AuditBug auditBug, Rollout rollout) {}

  /** What is wrong with an audit. */
  public enum AuditBug {
    /** Nothing. */
    NONE,
    /** It does not count what the selector {@code all} selects. */
    IGNORES_SELECTOR_ALL;

    /** The bug as files spell it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * How changes reach routers.
   *
   * @param strategy in which steps
   * @param bakeTime how long a canary is watched before the rest follows; world time
   * @param confirmWithin how long a router waits for the confirmation of a change before it undoes
   *     it; world time; empty for plain commits
   */
  public record Rollout(Strategy strategy, Duration bakeTime, Optional<Duration> confirmWithin) {
    /** In which steps a change goes out. */
    public enum Strategy {
      /** To every router in one step. */
      ALL_AT_ONCE,
      /** To one plane first, then plane by plane while each proves sound. */
      CANARY;

      /** The strategy as files spell it. */
      public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
      }
    }
  }

  /**
   * Who tells the controller what to push.
   *
   * @param site where the operator works
   * @param resolver whom the operator's machine asks
   */
  public record Operator(String site, String resolver) {}

  /**
   * The separate access network.
   *
   * @param exists whether there is one
   * @param needs what it depends on; without dependencies it always works
   */
  public record OutOfBand(boolean exists, List<Dependency> needs) {
    /** Keeps its own copy of the needs. */
    public OutOfBand {
      needs = List.copyOf(needs);
    }

    /** What an out-of-band network may secretly share with the network it is to mend. */
    public enum Dependency {
      /** It is found and logged in to by names that the production name servers serve. */
      NAMES,
      /** Its traffic crosses the backbone. */
      BACKBONE;

      /** The dependency as files spell it. */
      public String label() {
        return name().toLowerCase(Locale.ROOT);
      }
    }
  }

  /**
   * How a crew gets to a site. All are world time.
   *
   * @param travel to the building
   * @param entry into it, to the routers
   * @param entryWhenDoorsShut the same when the door readers refuse
   */
  public record OnSite(Duration travel, Duration entry, Duration entryWhenDoorsShut) {
    /** What holds where the file is silent. */
    public static final OnSite DEFAULT =
        new OnSite(Duration.ofMinutes(30), Duration.ofMinutes(5), Duration.ofMinutes(15));
  }
}
