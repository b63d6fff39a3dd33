package io.outagelab.authoritative.zone;

/** An entry of a master file makes no sense. Caught where entries are read, one by one. */
final class BadEntry extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int line;

  /** Says what is wrong with what stands on this line. */
  BadEntry(int line, String message) {
    // Thousands may come of one bad file: they need no stack trace.
    super(message, null, false, false);
    this.line = line;
  }

  /** The line, counted from 1. */
  int line() {
    return line;
  }

  /** What is wrong and what would be right. */
  String message() {
    return String.valueOf(getMessage());
  }
}
