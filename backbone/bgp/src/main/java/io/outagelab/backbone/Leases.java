package io.outagelab.backbone;

import io.outagelab.backbone.EventQueue.Happening;
import io.outagelab.core.Tick;
import io.outagelab.core.net.Prefix;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Until when routers originate what nodes of their sites asked for: a dead-man timer for each
 * origination that has a lease.
 */
final class Leases {
  private record Key(int router, Prefix prefix) {}

  private final EventQueue queue;
  private final Map<Key, Tick> ends = new HashMap<>();

  /** The ends that are queued, one per lease: the others there are stale. */
  private final Map<Key, Tick> queued = new HashMap<>();

  /** No leases, whose ends will be told through this queue. */
  Leases(EventQueue queue) {
    this.queue = queue;
  }

  /**
   * A node asks for an origination, again or for the first time; without a lease it is for good.
   */
  void grant(Tick now, int router, Prefix prefix, Optional<Duration> lease) {
    Key key = new Key(router, prefix);
    if (lease.isEmpty()) {
      ends.remove(key);
      return;
    }
    Tick end = now.plus(lease.get());
    ends.put(key, end);
    if (end.isBefore(queued.getOrDefault(key, Tick.NEVER))) {
      enqueue(key, end);
    }
  }

  private void enqueue(Key key, Tick end) {
    queued.put(key, end);
    queue.add(end.nanos(), new Happening.LeaseEnds(key.router(), key.prefix(), end));
  }

  /** A node takes its request back. */
  void end(int router, Prefix prefix) {
    ends.remove(new Key(router, prefix));
  }

  /** Whether a lease has run out now; if it was renewed meanwhile, its end is told later. */
  boolean hasRunOut(Happening.LeaseEnds told) {
    Key key = new Key(told.router(), told.prefix());
    if (!told.at().equals(queued.get(key))) {
      return false;
    }
    queued.remove(key);
    Tick end = ends.getOrDefault(key, Tick.NEVER);
    if (end.isAfter(told.at()) && !end.equals(Tick.NEVER)) {
      enqueue(key, end);
    }
    return end.equals(told.at()) && ends.remove(key) != null;
  }
}
