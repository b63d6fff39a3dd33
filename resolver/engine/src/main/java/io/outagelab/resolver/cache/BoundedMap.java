package io.outagelab.resolver.cache;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A map that never holds more than so many entries: over the bound, the one used longest ago goes.
 *
 * @param <K> compared by equality
 * @param <V> what is remembered
 */
final class BoundedMap<K, V> {
  private static final int INITIAL_CAPACITY = 64;
  private static final float LOAD_FACTOR = 0.75f;

  private final Map<K, V> entries = new LinkedHashMap<>(INITIAL_CAPACITY, LOAD_FACTOR, true);
  private final int bound;

  /** With room for {@code bound} entries. */
  BoundedMap(int bound) {
    this.bound = bound;
  }

  /** The value of the key, which counts as used now. */
  Optional<V> get(K key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** Remembers the value, in place of one already there. */
  void put(K key, V value) {
    entries.put(key, value);
    if (entries.size() > bound) {
      Iterator<K> eldest = entries.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
  }

  /** Forgets the key. */
  void remove(K key) {
    entries.remove(key);
  }

  /** Forgets every key that the test picks. */
  void removeIf(Predicate<K> picked) {
    entries.keySet().removeIf(picked);
  }

  /** How many entries there are. */
  int size() {
    return entries.size();
  }
}
