package io.outagelab.backbone.linkstate;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * The shortest paths of one router: for each router it can reach, the metric and the link that the
 * path leaves by. Immutable; ordered by system id.
 */
public final class Routes {
  /** No router reachable. */
  static final Routes NONE = new Routes(new int[0], new int[0], new int[0]);

  private final int[] routers;
  private final int[] metrics;
  private final int[] links;

  /** Takes the arrays over: parallel, ordered by router. */
  Routes(int[] routers, int[] metrics, int[] links) {
    this.routers = routers;
    this.metrics = metrics;
    this.links = links;
  }

  /** How many other routers are reachable. */
  public int size() {
    return routers.length;
  }

  /** The system id of the reachable router at this place. */
  public int router(int place) {
    return routers[place];
  }

  /** The metric of the path to the router at this place. */
  public int metric(int place) {
    return metrics[place];
  }

  /** Whether there is a path to this other router. */
  public boolean reaches(int router) {
    return Arrays.binarySearch(routers, router) >= 0;
  }

  /** The metric of the path to this router. */
  public OptionalInt metricTo(int router) {
    int place = Arrays.binarySearch(routers, router);
    return place < 0 ? OptionalInt.empty() : OptionalInt.of(metrics[place]);
  }

  /** The id of the link by which the path to this router leaves. */
  public OptionalInt firstLinkTo(int router) {
    int place = Arrays.binarySearch(routers, router);
    return place < 0 ? OptionalInt.empty() : OptionalInt.of(links[place]);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Routes that
        && Arrays.equals(routers, that.routers)
        && Arrays.equals(metrics, that.metrics)
        && Arrays.equals(links, that.links);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(routers) * 31 + Arrays.hashCode(metrics);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < routers.length; i++) {
      text.append(i == 0 ? "" : ", ").append(routers[i]).append(": ").append(metrics[i]);
      text.append(" by ").append(links[i]);
    }
    return text.append('}').toString();
  }
}
