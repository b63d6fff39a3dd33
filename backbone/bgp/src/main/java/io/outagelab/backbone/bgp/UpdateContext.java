package io.outagelab.backbone.bgp;

import io.outagelab.core.net.IpAddress.Family;
import java.util.List;

/**
 * What reading an UPDATE depends on.
 *
 * @param isExternal whether the session is eBGP
 * @param peerAs the peer's AS: an external path starts with it
 * @param families the families negotiated; routes of others are ignored
 */
record UpdateContext(boolean isExternal, long peerAs, List<Family> families) {
  /** Keeps its own copy. */
  UpdateContext {
    families = List.copyOf(families);
  }
}
