package io.outagelab.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A machine's timers, by key: at most one per key, fired in the order (tick, when it was set).
 *
 * @param <K> what a timer is for; compared by equality, never iterated
 */
public final class Timers<K> {
  private record Slot(Tick at, long sequence) implements Comparable<Slot> {
    @Override
    public int compareTo(Slot other) {
      int byTick = at.compareTo(other.at);
      return byTick != 0 ? byTick : Long.compare(sequence, other.sequence);
    }
  }

  private final TreeMap<Slot, K> queue = new TreeMap<>();
  private final Map<K, Slot> slots = new HashMap<>();
  private long sequence;

  /** That of the first in the queue, kept: hosts ask for it after every step of every machine. */
  private Tick deadline = Tick.NEVER;

  /** Sets the key's timer, in place of one already set. {@link Tick#NEVER} only cancels. */
  public void set(K key, Tick at) {
    cancel(key);
    if (!at.equals(Tick.NEVER)) {
      Slot slot = new Slot(at, sequence++);
      slots.put(key, slot);
      queue.put(slot, key);
      deadline = Tick.earlier(deadline, at);
    }
  }

  /** Cancels the key's timer if it is set. */
  public void cancel(K key) {
    Slot slot = slots.remove(key);
    if (slot != null) {
      queue.remove(slot);
      if (slot.at().equals(deadline)) {
        deadline = first();
      }
    }
  }

  private Tick first() {
    return queue.isEmpty() ? Tick.NEVER : queue.firstKey().at();
  }

  /** Whether the key's timer is set. */
  public boolean isSet(K key) {
    return slots.containsKey(key);
  }

  /** When the key's timer fires, if it is set. */
  public Optional<Tick> at(K key) {
    return Optional.ofNullable(slots.get(key)).map(Slot::at);
  }

  /** Takes out and returns every key due at or before {@code now}, earliest first. */
  public List<K> due(Tick now) {
    if (deadline.isAfter(now)) {
      return List.of();
    }
    List<K> due = new ArrayList<>();
    while (!queue.isEmpty() && !queue.firstKey().at().isAfter(now)) {
      K key = queue.pollFirstEntry().getValue();
      slots.remove(key);
      due.add(key);
    }
    deadline = first();
    return due;
  }

  /** When the next timer fires, or {@link Tick#NEVER}. */
  public Tick deadline() {
    return deadline;
  }

  /** How many timers are set. */
  public int size() {
    return queue.size();
  }
}
