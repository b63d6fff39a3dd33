package io.outagelab.console.command;

import io.outagelab.console.shell.Shell;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** Runs a command line in a process that a test can send signals to, whatever the kernel tells. */
final class ProcessOfItsOwn {
  private ProcessOfItsOwn() {}

  /** The home, then the command line. */
  public static void main(String[] arguments) {
    Path home = Path.of(arguments[0]);
    Shell shell =
        new Shell(
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            System.getenv(),
            home,
            home.resolve("no-kernel"),
            false);
    String[] line = Arrays.copyOfRange(arguments, 1, arguments.length);
    System.exit(LabCommand.commandLine(shell).execute(line));
  }
}
