package io.outagelab.apps;

import io.outagelab.core.net.Packet;
import io.outagelab.core.node.Instruction;

/** What can happen to a player of this module. */
public sealed interface AppInput {
  /** The host has started: set the first timers. */
  record Started() implements AppInput {}

  /** A packet came in; one that is not for this player is ignored. */
  record Received(Packet packet) implements AppInput {}

  /** A packet of this player's could not be sent: there is no route to its destination. */
  record Unroutable(Packet packet) implements AppInput {}

  /** The crowd is to rest, or to go on. Every other player ignores it. */
  record Paused(boolean paused) implements AppInput, Instruction {}
}
