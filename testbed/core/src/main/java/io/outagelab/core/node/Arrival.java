package io.outagelab.core.node;

import io.outagelab.core.net.Packet;

/** What can happen to a node. */
public sealed interface Arrival {
  /** The host has started: set the first timers. The first arrival of every node. */
  record Started() implements Arrival {}

  /** A packet came in. */
  record Received(Packet packet) implements Arrival {}

  /**
   * A packet of this node's could not be sent: its own router has no route to the destination. Or
   * the conversation that it began was lost.
   */
  record Unroutable(Packet packet) implements Arrival {}

  /** A person, a drill or the console wants something of this node, over the testbed plane. */
  record Instructed(Instruction instruction) implements Arrival {}
}
