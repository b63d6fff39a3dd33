package io.outagelab.console.command;

/** When output has colour. */
public enum Coloured {
  /** On a terminal, unless NO_COLOR is set. */
  AUTO,
  /** Always. */
  ALWAYS,
  /** Never. */
  NEVER
}
