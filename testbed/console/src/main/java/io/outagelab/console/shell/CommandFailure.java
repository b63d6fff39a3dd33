package io.outagelab.console.shell;

/** A command ends other than well: one line for the person and the exit code for the script. */
public final class CommandFailure extends RuntimeException {
  private final int exitCode;

  /** With one of {@link ExitCode} and the whole message. */
  public CommandFailure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** There is nothing to work with: a file, a lab, a folder. */
  public static CommandFailure invalid(String message) {
    return new CommandFailure(ExitCode.INVALID, message);
  }

  /** The exit code. */
  public int exitCode() {
    return exitCode;
  }
}
