package io.outagelab.assembly;

import java.util.Locale;

/** The way a lab runs: same machines, another clock and wire. */
public enum Mode {
  /** Virtual time, in memory, deterministic per seed. */
  SIMULATED,
  /** Real time, real sockets on loopback, one process. */
  EMBEDDED,
  /** Real time, real sockets between containers. */
  COMPOSE;

  /** The name as options and journals spell it: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
