package io.outagelab.backbone.bgp;

import io.outagelab.core.net.Prefix;
import io.outagelab.core.net.PrefixTable;
import java.util.Optional;

/** The Loc-RIB: the best route to each prefix, as the decision process chose it. */
public final class LocRib {
  private final PrefixTable<Route> table = new PrefixTable<>();

  /** The best route to exactly this prefix. */
  public Optional<Route> best(Prefix prefix) {
    return table.get(prefix);
  }

  /** Every best route; a live view, to be read only. */
  public PrefixTable<Route> table() {
    return table;
  }

  /** Sets or removes the best route to a prefix; returns the one before. */
  Optional<Route> replace(Prefix prefix, Optional<Route> best) {
    Optional<Route> before = table.get(prefix);
    best.ifPresentOrElse(route -> table.put(prefix, route), () -> table.remove(prefix));
    return before;
  }
}
