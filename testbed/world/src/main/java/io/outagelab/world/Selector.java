package io.outagelab.world;

import java.util.List;

/**
 * Which of a kind a push is for.
 *
 * @param <T> what is selected: a plane's number, a site's name
 */
public sealed interface Selector<T> {
  /** Every one. */
  record All<T>() implements Selector<T> {}

  /** These alone. */
  record Only<T>(List<T> chosen) implements Selector<T> {
    /** Keeps its own copy of the choice. */
    public Only {
      chosen = List.copyOf(chosen);
    }
  }

  /** Whether this one is selected. */
  default boolean selects(T candidate) {
    return switch (this) {
      case All<T> all -> true;
      case Only<T> only -> only.chosen().contains(candidate);
    };
  }
}
