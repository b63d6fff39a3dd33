package io.outagelab.world;

import java.util.Locale;

/** What one AS is to another. */
public enum Relation {
  /** Sells it transit. */
  PROVIDER,
  /** Exchanges customers' routes with it. */
  PEER,
  /** Buys transit from it. */
  CUSTOMER;

  /** The same relation from the other side. */
  public Relation reversed() {
    return switch (this) {
      case PROVIDER -> CUSTOMER;
      case PEER -> PEER;
      case CUSTOMER -> PROVIDER;
    };
  }

  /** The relation as files spell it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
