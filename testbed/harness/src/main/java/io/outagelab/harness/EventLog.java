package io.outagelab.harness;

import io.outagelab.assembly.Happening;
import io.outagelab.core.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The events of a live lab since its start: written by the lab's thread, read by any.
 *
 * <p>Bounded: past {@link #CAPACITY} the older half of the measurements goes first, then the oldest
 * of the rest.
 */
public final class EventLog {
  /** How many events are kept: days of a quiet lab. */
  public static final int CAPACITY = 200_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private final List<Happening> events = new ArrayList<>();
  private long forgotten;
  private long generation;

  /** Adds an event. */
  void append(Happening happening) {
    lock.lock();
    try {
      if (events.size() >= CAPACITY) {
        forget();
      }
      events.add(happening);
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void forget() {
    int half = CAPACITY / 2;
    List<Happening> older =
        events.subList(0, half).stream()
            .filter(happening -> happening.event().weight() != Event.Weight.METRIC)
            .toList();
    older = older.subList(Math.max(0, older.size() - CAPACITY / 4), older.size());
    List<Happening> newer = List.copyOf(events.subList(half, events.size()));
    forgotten += half - older.size();
    events.clear();
    events.addAll(older);
    events.addAll(newer);
    generation++;
  }

  /** A reader that begins with the oldest event kept. */
  public Reader reader() {
    return new Reader();
  }

  /** Reads the log in order; one thread's own. */
  public final class Reader {
    private int next;
    private long seenForgotten;
    private long seenGeneration;

    private Reader() {
      lock.lock();
      try {
        seenForgotten = forgotten;
        seenGeneration = generation;
      } finally {
        lock.unlock();
      }
    }

    /** Hands over what is there and not yet read. */
    public void drain(Consumer<Happening> listener) {
      take().forEach(listener);
    }

    /** Waits until there is something to read or the time is up, then hands it over. */
    public void await(Duration atMost, Consumer<Happening> listener) {
      lock.lock();
      try {
        long left = atMost.toNanos();
        while (!hasUnread() && left > 0) {
          left = grown.awaitNanos(left);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        lock.unlock();
      }
      drain(listener);
    }

    private List<Happening> take() {
      lock.lock();
      try {
        List<Happening> unread =
            hasUnread() ? List.copyOf(events.subList(next, events.size())) : List.of();
        next = events.size();
        return unread;
      } finally {
        lock.unlock();
      }
    }

    /** Finds its place again if the log has forgotten something; under the lock. */
    private boolean hasUnread() {
      if (seenGeneration != generation) {
        next = Math.max(0, next - (int) (forgotten - seenForgotten));
        seenForgotten = forgotten;
        seenGeneration = generation;
      }
      return next < events.size();
    }
  }
}
