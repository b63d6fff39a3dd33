package io.outagelab.backbone;

import io.outagelab.core.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * Which links are in use: not failed and, for a long-haul link, drained at neither end. A link that
 * was out of use has another epoch afterwards, so that what was on its way is lost.
 */
final class Links {
  /** How many long-haul links of a plane are in use. */
  private static final class PlaneCount {
    private final int total;
    private int up;
    private boolean isDown;

    private PlaneCount(int total) {
      this.total = total;
      this.up = total;
    }
  }

  private final Topology topology;
  private final boolean[] isFailed;
  private final boolean[] isDrained;
  private final boolean[] isUp;
  private final int[] epochs;
  private final TreeMap<Integer, PlaneCount> planes = new TreeMap<>();

  /** Every link in use. */
  Links(Topology topology) {
    this.topology = topology;
    isFailed = new boolean[topology.linkCount()];
    isDrained = new boolean[topology.routerCount()];
    isUp = new boolean[topology.linkCount()];
    epochs = new int[topology.linkCount()];
    Arrays.fill(isUp, true);
    topology.planes().forEach((plane, links) -> planes.put(plane, new PlaneCount(links.size())));
  }

  /** Whether a link is in use. */
  boolean isUp(int link) {
    return isUp[link];
  }

  /** Another number after each change of a link's use. */
  int epoch(int link) {
    return epochs[link];
  }

  /** Whether a router takes its long-haul links out of use. */
  boolean isDrained(int router) {
    return isDrained[router];
  }

  /** Drains a router or ends its drain; returns the links whose use changed. */
  List<Integer> drain(int router, boolean drained) {
    isDrained[router] = drained;
    List<Integer> changed = new ArrayList<>();
    for (int link : topology.links(router)) {
      if (refresh(link)) {
        changed.add(link);
      }
    }
    return changed;
  }

  /** Breaks or repairs a link; returns it if its use changed. */
  List<Integer> fail(int link, boolean failed) {
    isFailed[link] = failed;
    return refresh(link) ? List.of(link) : List.of();
  }

  private boolean refresh(int link) {
    boolean drained =
        topology.link(link).isSpan()
            && (isDrained[topology.a(link)] || isDrained[topology.b(link)]);
    boolean up = !isFailed[link] && !drained;
    if (up == isUp[link]) {
      return false;
    }
    isUp[link] = up;
    epochs[link]++;
    return true;
  }

  /** What there is to say of a link whose use changed: nothing unless it is a long-haul link. */
  List<Event> events(int link) {
    LinkConfig config = topology.link(link);
    if (!(config.kind() instanceof LinkConfig.Kind.Span(int plane))) {
      return List.of();
    }
    List<Event> events = new ArrayList<>();
    PlaneCount count = planes.getOrDefault(plane, new PlaneCount(0));
    if (isUp[link]) {
      count.up++;
      events.add(new BackboneEvent.LinkUp(config.name(), plane));
      if (count.isDown && count.up == count.total) {
        count.isDown = false;
        events.add(new BackboneEvent.PlaneUp(plane, count.up, count.total));
      }
    } else {
      count.up--;
      events.add(new BackboneEvent.LinkDown(config.name(), plane));
      if (count.up == 0) {
        count.isDown = true;
        events.add(new BackboneEvent.PlaneDown(plane, count.up, count.total));
      }
    }
    return events;
  }

  /** The state of every plane, by number. */
  List<PlaneStatus> planes() {
    List<PlaneStatus> result = new ArrayList<>();
    planes.forEach((plane, count) -> result.add(new PlaneStatus(plane, count.up, count.total)));
    return result;
  }
}
