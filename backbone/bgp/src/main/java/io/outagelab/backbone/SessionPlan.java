package io.outagelab.backbone;

import io.outagelab.backbone.bgp.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * One BGP session that is to be: the pair of routers and what they are to each other.
 *
 * @param a the router that sets the transport up
 * @param b the router that waits for it
 * @param relationOfB what b is to a
 * @param link the peering that an eBGP session runs over; empty for iBGP
 */
record SessionPlan(int a, int b, Relation relationOfB, OptionalInt link) {
  /** What a is to b. */
  Relation relationOfA() {
    return switch (relationOfB) {
      case INTERNAL, PEER, COLLECTOR, NONE -> relationOfB;
      case CUSTOMER -> Relation.PROVIDER;
      case PROVIDER -> Relation.CUSTOMER;
    };
  }

  /** Every session: a full mesh within each autonomous system, and one for each peering. */
  static List<SessionPlan> all(BackboneConfig config, Topology topology) {
    List<SessionPlan> sessions = new ArrayList<>();
    List<RouterConfig> routers = config.routers();
    for (int a = 0; a < routers.size(); a++) {
      for (int b = a + 1; b < routers.size(); b++) {
        boolean isMesh = routers.get(a).speaksBgp() && routers.get(b).speaksBgp();
        if (isMesh && routers.get(a).as() == routers.get(b).as()) {
          sessions.add(new SessionPlan(a, b, Relation.INTERNAL, OptionalInt.empty()));
        }
      }
    }
    for (int link = 0; link < topology.linkCount(); link++) {
      if (topology.link(link).kind() instanceof LinkConfig.Kind.Peering(Relation relation)) {
        sessions.add(
            new SessionPlan(topology.a(link), topology.b(link), relation, OptionalInt.of(link)));
      }
    }
    return sessions;
  }
}
