package io.outagelab.console.command;

import io.outagelab.configpush.OperatorInstruction.Rollback;
import io.outagelab.configpush.Via;
import io.outagelab.console.shell.CommandFailure;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lab rollback}. */
@Command(
    name = "rollback",
    header = "Takes a change back and follows that to its end.",
    description = "Exit code 1 if that cannot be done this way.")
public final class RollbackCommand implements Callable<Integer> {
  private final LabCommand lab;

  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description = "The change; the last one pushed, unless given.")
  private Optional<String> change = Optional.empty();

  @Option(
      names = "--via",
      paramLabel = "WAY",
      description = "in-band, out-of-band or on-site; in-band, unless given.")
  private Via via = Via.IN_BAND;

  @Option(names = "--skip-travel", description = "With --via on-site: crews are there at once.")
  private boolean skipTravel;

  RollbackCommand(LabCommand lab) {
    this.lab = lab;
  }

  @Override
  public Integer call() {
    if (skipTravel && via != Via.ON_SITE) {
      throw CommandFailure.invalid("--skip-travel goes with --via on-site");
    }
    return new Instructed(lab).rollback(lab.client(), new Rollback(change, via, skipTravel));
  }
}
