package io.outagelab.configpush;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Which of a kind a change is for.
 *
 * @param <T> what is selected: a plane's number, a site's name
 */
public sealed interface Selector<T> {
  /** What a selector of everything is written as. */
  String ALL = "all";

  /** Every one there is. */
  record All<T>() implements Selector<T> {
    @Override
    public String toString() {
      return ALL;
    }
  }

  /** These alone. */
  record Only<T>(List<T> chosen) implements Selector<T> {
    /** Keeps its own copy of the choice. */
    public Only {
      chosen = List.copyOf(chosen);
    }

    @Override
    public String toString() {
      return chosen.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
  }

  /** Selects every one. */
  static <T> Selector<T> all() {
    return new All<>();
  }

  /** Selects these alone. */
  static <T> Selector<T> only(List<T> chosen) {
    return new Only<>(chosen);
  }

  /** Whether this one is selected. */
  default boolean selects(T candidate) {
    return switch (this) {
      case All<T> all -> true;
      case Only<T> only -> only.chosen().contains(candidate);
    };
  }

  /** Those that the selector names itself: none if it selects all. */
  default List<T> named() {
    return switch (this) {
      case All<T> all -> List.of();
      case Only<T> only -> only.chosen();
    };
  }
}
