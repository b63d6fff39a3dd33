package io.outagelab.drills.language;

import java.util.List;

/** Of whom a condition must hold. */
public sealed interface Choice {
  /** Of every one there is. */
  record Every() implements Choice {}

  /** Of at least one. */
  record Any() implements Choice {}

  /** Of each of these. */
  record These(List<String> names) implements Choice {
    /** Keeps its own copy of the names. */
    public These {
      names = List.copyOf(names);
    }
  }

  /** The ones it speaks of, out of all there are. */
  default List<String> among(List<String> all) {
    return switch (this) {
      case Every every -> all;
      case Any any -> all;
      case These these -> these.names();
    };
  }
}
