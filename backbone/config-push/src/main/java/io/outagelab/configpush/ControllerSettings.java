package io.outagelab.configpush;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.net.IpAddress;
import java.time.Duration;

/**
 * How the controller works.
 *
 * @param site where it stands
 * @param address its address; it listens at {@link ControllerProtocol#PORT}
 * @param auditBug what is wrong with its audit
 * @param timeout how long one attempt at a router waits, which is longer than a router takes to
 *     apply a change; real time
 * @param attempts how often a silent router is tried
 */
public record ControllerSettings(
    String site, IpAddress address, AuditBug auditBug, Duration timeout, int attempts) {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int ATTEMPTS = 3;

  /** Rejects what could never reach a router. */
  public ControllerSettings {
    if (timeout.isZero() || timeout.isNegative() || attempts < 1) {
      throw new LabConfigurationException(
          "controller at %s: a positive time-out and at least 1 attempt are needed, not %s and %d"
              .formatted(site, timeout, attempts));
    }
  }

  /** With the usual patience: three attempts of five seconds. */
  public static ControllerSettings at(String site, IpAddress address, AuditBug auditBug) {
    return new ControllerSettings(site, address, auditBug, TIMEOUT, ATTEMPTS);
  }
}
