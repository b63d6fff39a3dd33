package io.outagelab.console.command;

import io.outagelab.console.shell.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lab drill}: its commands. */
@Command(
    name = "drill",
    header = "Lists, shows and runs drills.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DrillListCommand.class, DrillShowCommand.class, DrillRunCommand.class})
public final class DrillCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.INVALID;
  }
}
