package io.outagelab.core.node;

import io.outagelab.core.Event;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.Packet;
import io.outagelab.core.net.Prefix;
import java.time.Duration;
import java.util.Optional;

/** What a node wants done. */
public sealed interface Departure {
  /** Send this packet through the in-band network. */
  record Send(Packet packet) implements Departure {}

  /**
   * Send this packet over TCP, and hand over all that comes back on its connection until it is hung
   * up. If it ends before that, the packet comes back as {@link Arrival.Unroutable}.
   */
  record Converse(Packet packet) implements Departure {}

  /** Nothing more is expected on the connection that a {@link Converse} opened between these. */
  record HangUp(Endpoint local, Endpoint remote) implements Departure {}

  /**
   * Have the routers of this node's site originate the prefix.
   *
   * @param preference its local preference
   * @param lease after how long they are to stop by themselves, unless they are told again; for
   *     good if empty
   */
  record Announce(Prefix prefix, int preference, Optional<Duration> lease) implements Departure {}

  /** Have the routers of this node's site stop originating the prefix. */
  record Withdraw(Prefix prefix) implements Departure {}

  /**
   * Do this at the console of the router with this name, where a person stands in front of it: not
   * through the network, not by its leave.
   */
  record Console(String router, Instruction instruction) implements Departure {}

  /** Record this event. */
  record Observed(Event event) implements Departure {}
}
