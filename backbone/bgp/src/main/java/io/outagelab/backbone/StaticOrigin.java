package io.outagelab.backbone;

import io.outagelab.core.net.Prefix;
import java.util.List;

/**
 * A prefix that routers originate by configuration.
 *
 * @param prefix the prefix
 * @param sites whose routers originate it
 * @param discard whether there is nothing behind it: a covering aggregate, whose packets are
 *     dropped where nothing more specific is known
 * @param internal whether it stays within the autonomous system
 */
public record StaticOrigin(Prefix prefix, List<String> sites, boolean discard, boolean internal) {
  /** Keeps its own copy. */
  public StaticOrigin {
    sites = List.copyOf(sites);
  }
}
