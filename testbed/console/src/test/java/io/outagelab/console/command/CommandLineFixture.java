package io.outagelab.console.command;

import io.outagelab.console.Repository;
import io.outagelab.console.shell.Shell;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs command lines in this process, with a state folder of their own. */
final class CommandLineFixture {
  private final Map<String, String> variables = new TreeMap<>();
  private final List<String> always = new ArrayList<>();
  private final boolean isTerminal;
  private Path home = Repository.root();
  private Path kernel = Path.of("nonexistent");

  /** How a command ended and what it printed. */
  record Ended(int exitCode, String out, String err) {
    List<String> errLines() {
      return err.lines().toList();
    }
  }

  CommandLineFixture(Path stateHome, boolean isTerminal) {
    variables.put("XDG_STATE_HOME", stateHome.toString());
    this.isTerminal = isTerminal;
  }

  CommandLineFixture(Path stateHome) {
    this(stateHome, false);
  }

  CommandLineFixture set(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  /** The script lies there, with worlds beside it. */
  CommandLineFixture at(Path folder) {
    home = folder;
    return this;
  }

  /** The kernel tells of itself there; nowhere, unless told. */
  CommandLineFixture kernel(Path folder) {
    kernel = folder;
    return this;
  }

  /** Every command gets these options as well. */
  CommandLineFixture always(String... options) {
    always.addAll(Arrays.asList(options));
    return this;
  }

  Shell shell(PrintWriter out, PrintWriter err) {
    return new Shell(out, err, variables, home, kernel, isTerminal);
  }

  Ended run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(always);
    int exitCode =
        LabCommand.commandLine(shell(new PrintWriter(out, true), new PrintWriter(err, true)))
            .execute(all.toArray(String[]::new));
    return new Ended(exitCode, out.toString(), err.toString());
  }
}
