package io.outagelab.backbone.bgp;

/** Where a route came from. */
public sealed interface Source {
  /** Originated by this router. */
  record Local(boolean internalOnly) implements Source {}

  /** Learned from a peer. */
  record Learned(String peer, Relation relation) implements Source {}
}
