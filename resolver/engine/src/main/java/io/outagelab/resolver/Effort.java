package io.outagelab.resolver;

import io.outagelab.core.Tick;

/** What one client question may cost: shared by its resolution and those that it needs. */
final class Effort {
  /** Name servers whose addresses are looked up for one question (NXNSAttack). */
  private static final int MAX_ADDRESS_LOOKUPS = 16;

  private final Tick started;
  private final Tick deadline;
  private int queriesLeft;
  private int addressLookupsLeft = MAX_ADDRESS_LOOKUPS;

  /** A full budget. */
  Effort(Tick started, ResolverPolicy policy) {
    this.started = started;
    this.deadline = started.plus(policy.resolutionDeadline());
    this.queriesLeft = policy.maxQueriesPerResolution();
  }

  /** When it began. */
  Tick started() {
    return started;
  }

  /** When it is given up. */
  Tick deadline() {
    return deadline;
  }

  /** Whether one more query may be sent; it is counted as sent. */
  boolean takeQuery() {
    return queriesLeft-- > 0;
  }

  /** Whether the addresses of one more name server may be looked up; it is counted. */
  boolean takeAddressLookup() {
    return addressLookupsLeft-- > 0;
  }
}
