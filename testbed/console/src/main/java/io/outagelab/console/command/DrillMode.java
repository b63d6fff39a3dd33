package io.outagelab.console.command;

/** How a drill runs when it is told to. */
public enum DrillMode {
  /** In virtual time, in this process. */
  SIMULATED,
  /** In real time, on sockets of this machine. */
  EMBEDDED,
  /** In real time, in containers. */
  COMPOSE
}
