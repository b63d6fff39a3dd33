package io.outagelab.world;

import io.outagelab.core.net.Prefix;
import java.util.List;

/**
 * A prefix that routers originate whatever happens.
 *
 * @param prefix the prefix
 * @param at the sites that originate it
 * @param discard a covering aggregate with nothing behind it: what falls through to it is lost in
 *     silence
 * @param internal never told to another AS
 */
public record StaticPrefix(Prefix prefix, List<String> at, boolean discard, boolean internal) {
  /** Keeps its own copy of the sites. */
  public StaticPrefix {
    at = List.copyOf(at);
  }
}
