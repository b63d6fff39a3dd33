package io.outagelab.console.command;

import io.outagelab.console.shell.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lab serve}. */
@Command(
    name = "serve",
    header = "Runs one role alone, as a plain server without a world.",
    synopsisSubcommandLabel = "ROLE",
    subcommands = ServeAuthoritativeCommand.class)
public final class ServeCommand implements Callable<Integer> {
  private final LabCommand lab;

  @Spec private CommandSpec spec = CommandSpec.create();

  ServeCommand(LabCommand lab) {
    this.lab = lab;
  }

  /** Without a role there is only the help. */
  @Override
  public Integer call() {
    spec.commandLine().usage(lab.shell().err());
    return ExitCode.INVALID;
  }
}
