package io.outagelab.edge;

import io.outagelab.core.Tick;
import java.util.PriorityQueue;

/**
 * Holds what is on its way until its latency has passed. Bounded: what finds it full is lost and
 * counted, as in a router's buffer.
 */
public final class DelayQueue {
  private record Entry(Tick at, long sequence, Runnable action) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTick = at.compareTo(other.at);
      return byTick != 0 ? byTick : Long.compare(sequence, other.sequence);
    }
  }

  private final int capacity;
  private final PriorityQueue<Entry> queue = new PriorityQueue<>();
  private long sequence;
  private long lost;

  /** A queue that holds at most this many. */
  public DelayQueue(int capacity) {
    this.capacity = capacity;
  }

  /** Runs the action at this tick, if there is room. */
  public void add(Tick at, Runnable action) {
    if (queue.size() >= capacity) {
      lost++;
    } else {
      queue.add(new Entry(at, sequence++, action));
    }
  }

  /** Runs what is due, in the order of ticks. */
  public void runDue(Tick now) {
    while (!deadline().isAfter(now)) {
      queue.remove().action().run();
    }
  }

  /** When something is due next, or {@link Tick#NEVER}. */
  public Tick deadline() {
    Entry next = queue.peek();
    return next == null ? Tick.NEVER : next.at();
  }

  /** How many did not fit. */
  public long lost() {
    return lost;
  }
}
