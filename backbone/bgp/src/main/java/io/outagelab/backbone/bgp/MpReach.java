package io.outagelab.backbone.bgp;

import io.outagelab.core.net.IpAddress;
import io.outagelab.core.net.Prefix;
import java.util.List;

/**
 * What an MP_REACH_NLRI attribute says (RFC 4760 §3).
 *
 * @param nextHop the global address where a link-local one comes with it
 * @param nlri none for a family that this speaker does not know
 */
record MpReach(IpAddress nextHop, List<Prefix> nlri) {
  /** Keeps its own copy. */
  MpReach {
    nlri = List.copyOf(nlri);
  }
}
