package io.outagelab.world;

import java.time.Duration;
import java.util.List;
import org.xbill.DNS.Name;

/**
 * What is watched from the sites of the public resolvers, along with every app.
 *
 * @param names the names that are resolved
 * @param interval how often; world time
 */
public record Monitors(List<Name> names, Duration interval) {
  /** Nothing but the apps. */
  public static final Monitors NONE = new Monitors(List.of(), Duration.ofSeconds(10));

  /** Keeps its own copy of the names. */
  public Monitors {
    names = List.copyOf(names);
  }
}
