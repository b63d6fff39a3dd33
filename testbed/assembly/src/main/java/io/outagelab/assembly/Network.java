package io.outagelab.assembly;

import io.outagelab.core.Tick;
import io.outagelab.core.net.Endpoint;
import io.outagelab.core.net.Packet;

/** What carries the packets that the nodes on a stage send. */
public interface Network {
  /**
   * Takes a packet that a node, or a router, sends.
   *
   * @param sender who is told when there is no route
   */
  void send(Tick now, Sender sender, Packet packet);

  /**
   * Takes a packet on whose connection more than one message may come back, until it is hung up. A
   * network without connections just sends it.
   */
  default void converse(Tick now, Sender sender, Packet packet) {
    send(now, sender, packet);
  }

  /** The node at {@code local} expects nothing more of its conversation with {@code remote}. */
  default void hangUp(Endpoint local, Endpoint remote) {}

  /** Who sends: a place, and a way to say that there is no route. */
  interface Sender {
    /** The site it stands at. */
    String site();

    /** Its own router has no route to the packet's destination. */
    void unroutable(Tick now, Packet packet);
  }
}
