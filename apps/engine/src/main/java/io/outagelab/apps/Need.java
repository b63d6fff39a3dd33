package io.outagelab.apps;

import io.outagelab.core.rpc.Target;
import java.time.Duration;

/**
 * Another service that a service calls for every request of its own.
 *
 * @param name what the need is called in reasons: the other service's name
 * @param target where it is called
 * @param required whether a request fails without it; otherwise it is only degraded
 * @param timeout how long a call may take, lookup included
 * @param remembered how long one success spares further calls, as a session or a cache entry does;
 *     zero to call every time
 */
public record Need(
    String name, Target target, boolean required, Duration timeout, Duration remembered) {
  /** Rejects what could never work. */
  public Need {
    Require.positive("need " + name, "timeout", timeout);
    Require.notNegative("need " + name, "remembered", remembered);
  }

  /** A need without which requests fail. */
  public static Need required(String name, Target target, Duration timeout) {
    return new Need(name, target, true, timeout, Duration.ZERO);
  }

  /** A need without which requests are degraded. */
  public static Need optional(String name, Target target, Duration timeout) {
    return new Need(name, target, false, timeout, Duration.ZERO);
  }
}
