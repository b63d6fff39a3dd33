package io.outagelab.apps;

import io.outagelab.core.net.Packet;

/** What a player of this module wants done. */
public sealed interface AppEffect {
  /** Send this packet. */
  record Send(Packet packet) implements AppEffect {}

  /** Record this event. */
  record Observed(AppEvent event) implements AppEffect {}
}
