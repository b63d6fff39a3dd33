package io.outagelab.console.command;

import io.outagelab.console.api.Json;
import io.outagelab.console.api.LabClient;
import io.outagelab.console.shell.CommandFailure;
import io.outagelab.console.shell.ExitCode;
import io.outagelab.console.state.LabRecord;
import io.outagelab.console.state.StateFolder;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;

/** {@code lab down}. */
@Command(name = "down", header = "Stops the lab that is up.")
public final class DownCommand implements Callable<Integer> {
  private static final int PATIENCE_SECONDS = 10;

  private final LabCommand lab;

  DownCommand(LabCommand lab) {
    this.lab = lab;
  }

  @Override
  public Integer call() {
    StateFolder state = lab.state();
    if (lab.labOption().isPresent()) {
      lab.client().down();
      return said("The lab at %s stops.".formatted(lab.client().address()), true);
    }
    Optional<LabRecord> record = state.record();
    Optional<ProcessHandle> process = record.flatMap(LabRecord::process);
    if (record.isEmpty() || process.isEmpty()) {
      state.forget();
      return said("No lab is up.", false);
    }
    stop(state, record.get(), process.get());
    return said("The lab of %s is down.".formatted(record.get().world()), true);
  }

  private static void stop(StateFolder state, LabRecord record, ProcessHandle process) {
    try {
      new LabClient(record.address(), state.knownToken()).down();
    } catch (LabClient.Unreachable | LabClient.Refused e) {
      process.destroy();
    }
    try {
      process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new CommandFailure(
          ExitCode.REFUSED,
          "the lab (process %d) has not stopped after %d s"
              .formatted(record.pid(), PATIENCE_SECONDS));
    }
  }

  private int said(String text, boolean stopped) {
    lab.out().println(lab.isJson() ? Json.line(Json.object().put("stopped", stopped)) : text);
    return ExitCode.OK;
  }
}
