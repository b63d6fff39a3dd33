package io.outagelab.console.command;

/** What a command prints. */
public enum OutputFormat {
  /** For people. */
  TEXT,
  /** For software. */
  JSON
}
