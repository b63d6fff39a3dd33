package io.outagelab.console;

import io.outagelab.console.command.LabCommand;
import io.outagelab.console.shell.Shell;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The {@code lab} command. */
public final class Main {
  private Main() {}

  /** Runs a command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) {
    Shell shell =
        new Shell(
            writer(System.out),
            writer(System.err),
            System.getenv(),
            Shell.findHome(),
            Path.of("/proc"),
            isTerminal());
    int exitCode = LabCommand.commandLine(shell).execute(arguments);
    shell.out().flush();
    shell.err().flush();
    return exitCode;
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** The script knows; Java does only whether input and output both are a terminal. */
  private static boolean isTerminal() {
    return Boolean.getBoolean("outagelab.terminal");
  }
}
