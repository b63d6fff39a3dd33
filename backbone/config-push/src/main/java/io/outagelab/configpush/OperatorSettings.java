package io.outagelab.configpush;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.dns.StubPolicy;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.IpAddress;
import java.time.Duration;
import org.xbill.DNS.Name;

/**
 * How the operator works.
 *
 * @param address the address of the operator's machine
 * @param resolver how it resolves names
 * @param controllerName the name by which the operator knows the controller
 * @param controllerAddress where the controller is, for those who need no names
 * @param patience how long the operator waits for the controller; real time, longer than the
 *     controller tries to reach a router
 * @param outOfBand the separate access network
 * @param onSite how long crews take
 * @param stageInterval the pause between planes of a staged restore; world time
 * @param reportInterval how long until the operator tries again to tell the controller what was
 *     undone past it; world time
 */
public record OperatorSettings(
    IpAddress address,
    StubPolicy resolver,
    Name controllerName,
    IpAddress controllerAddress,
    Duration patience,
    OutOfBand outOfBand,
    OnSite onSite,
    Duration stageInterval,
    Duration reportInterval) {
  /** Longer than three attempts of five seconds at a router. */
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Rejects times that could not pass. */
  public OperatorSettings {
    positive("patience", patience);
    positive("report-interval", reportInterval);
    notNegative("stage-interval", stageInterval);
  }

  /**
   * The access network that is separate from the one it is to mend, or is meant to be.
   *
   * @param exists whether there is one
   * @param needsNames whether it works only while names resolve
   * @param needsBackbone whether it works only while the backbone does
   */
  public record OutOfBand(boolean exists, boolean needsNames, boolean needsBackbone) {
    /** There is no such network. */
    public static final OutOfBand NONE = new OutOfBand(false, false, false);

    /** It depends on nothing. */
    public static final OutOfBand INDEPENDENT = new OutOfBand(true, false, false);
  }

  /**
   * How long a crew takes to the routers of a site; world time.
   *
   * @param travel to the building
   * @param entry into it
   * @param entryWhenDoorsShut the same when the door readers refuse
   */
  public record OnSite(Duration travel, Duration entry, Duration entryWhenDoorsShut) {
    /** Rejects times that could not pass. */
    public OnSite {
      notNegative("on-site.travel", travel);
      notNegative("on-site.entry", entry);
      notNegative("on-site.entry-when-doors-shut", entryWhenDoorsShut);
    }
  }

  /** Where the controller listens. */
  Endpoint controller() {
    return new Endpoint(controllerAddress, ControllerProtocol.PORT);
  }

  private static void positive(String key, Duration value) {
    if (value.isZero()) {
      throw new LabConfigurationException(
          "operations: %s is more than nothing, not %s".formatted(key, value));
    }
    notNegative(key, value);
  }

  private static void notNegative(String key, Duration value) {
    if (value.isNegative()) {
      throw new LabConfigurationException(
          "operations: %s is not negative, not %s".formatted(key, value));
    }
  }
}
