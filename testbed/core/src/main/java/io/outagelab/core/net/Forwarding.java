package io.outagelab.core.net;

/**
 * The network's forwarding state at one moment, as its routers' tables make it. An immutable
 * snapshot: the backbone hands out a new one when routing changes.
 */
public interface Forwarding {
  /** What becomes of a packet from a node at {@code site} to this published address. */
  Verdict verdict(String site, IpAddress destination);

  /** Grows with each change; two snapshots of the same version are the same. */
  long version();
}
