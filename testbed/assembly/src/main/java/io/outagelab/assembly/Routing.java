package io.outagelab.assembly;

import io.outagelab.core.net.Forwarding;
import io.outagelab.core.net.Prefix;
import java.time.Duration;
import java.util.Optional;

/** The routers, for nodes that play on another stage than they do. */
public interface Routing {
  /** The network's forwarding state, as last heard of. */
  Forwarding forwarding();

  /** A node announces a prefix at its site, with this LOCAL_PREF, for so long or for good. */
  void originate(String site, Prefix prefix, int preference, Optional<Duration> lease);

  /** A node no longer announces a prefix at its site. */
  void retract(String site, Prefix prefix);
}
