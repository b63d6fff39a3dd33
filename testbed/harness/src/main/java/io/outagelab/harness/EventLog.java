package io.outagelab.harness;

import io.outagelab.assembly.Happening;
import io.outagelab.core.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Numbers a live lab's events and keeps them for readers who come and go: written by the lab's
 * thread, read by any.
 *
 * <p>Bounded: when it is full, measurements of its older half go first, then the oldest quarter.
 * Numbers stay what they are, so a reader sees a gap and no event twice.
 */
public final class EventLog {
  /** An event and its index since the lab's start, from 0. */
  public record Numbered(long index, Happening happening) {}

  /** How many events are kept, unless told otherwise. */
  private static final int CAPACITY = 100_000;

  /** How many events a page has at most. */
  public static final int PAGE = 5_000;

  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private final List<Numbered> events = new ArrayList<>();
  private long next;

  /** An empty log of the usual size. */
  public EventLog() {
    this(CAPACITY);
  }

  /** An empty log of so many events. */
  public EventLog(int capacity) {
    this.capacity = capacity;
  }

  /** Adds an event. */
  public void append(Happening happening) {
    lock.lock();
    try {
      if (events.size() >= capacity) {
        forget();
      }
      events.add(new Numbered(next++, happening));
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void forget() {
    events
        .subList(0, capacity / 2)
        .removeIf(old -> old.happening().event().weight() == Event.Weight.METRIC);
    if (events.size() > capacity - capacity / 4) {
      events.subList(0, capacity / 4).clear();
    }
  }

  /** The number that the next event gets. */
  public long next() {
    lock.lock();
    try {
      return next;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the event with this number; an interruption, kept, ends the wait. */
  public void await(long index, Duration wait) {
    lock.lock();
    try {
      long left = wait.toNanos();
      while (next <= index && left > 0) {
        left = grown.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** The events from this number on, a page of them, after waiting for the first if need be. */
  public List<Numbered> from(long index, Duration wait) {
    lock.lock();
    try {
      await(index, wait);
      return page(index);
    } finally {
      lock.unlock();
    }
  }

  private List<Numbered> page(long index) {
    int low = 0;
    int high = events.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (events.get(middle).index() < index) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return List.copyOf(events.subList(low, Math.min(events.size(), low + PAGE)));
  }
}
