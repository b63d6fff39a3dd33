package io.outagelab.console.shell;

/** How commands end, for scripts and CI jobs. */
public final class ExitCode {
  /** Done; a drill passed. */
  public static final int OK = 0;

  /** The lab refused, or an expectation was missed. */
  public static final int REFUSED = 1;

  /** Bad usage, an invalid file, or nothing to talk to. */
  public static final int INVALID = 2;

  /** Nothing took effect, or nothing can be said. */
  public static final int INCONCLUSIVE = 3;

  /** Interrupted and rolled back: 128 and the number of SIGINT. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
