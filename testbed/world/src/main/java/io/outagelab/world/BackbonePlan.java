package io.outagelab.world;

import io.outagelab.core.net.Prefix;
import java.util.List;

/**
 * The backbone of one AS: parallel planes, each with a router at every site named in a span and a
 * link for every span.
 *
 * @param as the number of the AS
 * @param planes how many planes there are, numbered from 1
 * @param drainablePlanes how many planes maintenance may take out at once
 * @param loopbacks where the addresses of this AS's routers come from; see {@link AddressPlan}
 * @param spans the long-haul links, one per plane each
 */
public record BackbonePlan(
    long as, int planes, int drainablePlanes, Prefix loopbacks, List<Span> spans) {
  /** Keeps its own copy of the spans. */
  public BackbonePlan {
    spans = List.copyOf(spans);
  }

  /** The name of a plane's router at a site: {@code bb1.prn}. */
  public static String planeRouter(int plane, String site) {
    return "bb" + plane + "." + site;
  }
}
