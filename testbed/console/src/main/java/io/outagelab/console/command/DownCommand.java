package io.outagelab.console.command;

import io.outagelab.assembly.LabUnavailable;
import io.outagelab.console.api.Json;
import io.outagelab.console.api.LabClient;
import io.outagelab.console.compose.ComposeProject;
import io.outagelab.console.shell.CommandFailure;
import io.outagelab.console.shell.ExitCode;
import io.outagelab.console.state.LabRecord;
import io.outagelab.console.state.LabRecord.Life;
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
  public Integer call() throws InterruptedException {
    if (lab.labOption().isPresent()) {
      return stopNamed(lab.client());
    }
    StateFolder state = lab.state();
    Optional<LabRecord> record = state.record();
    if (record.isPresent() && record.get().life() instanceof Life.InProcess known) {
      Optional<ProcessHandle> process = known.process();
      if (process.isPresent()) {
        stop(state, record.get(), process.get());
        return said("The lab of %s is down.".formatted(record.get().world()), true);
      }
    }
    boolean hadContainers = takeDown(state, record);
    state.forget();
    return said(hadContainers ? "The lab's containers are down." : "No lab is up.", hadContainers);
  }

  private int stopNamed(LabClient client) {
    client.down();
    return said("The lab at %s stops.".formatted(client.address()), true);
  }

  /** Without a record that says otherwise, a Docker that does not answer has no lab. */
  private boolean takeDown(StateFolder state, Optional<LabRecord> record)
      throws InterruptedException {
    try {
      return ComposeProject.takeDown(lab.shell(), state);
    } catch (CommandFailure e) {
      if (e.exitCode() == ExitCode.INVALID && record.isEmpty()) {
        return false;
      }
      throw e;
    }
  }

  private static void stop(StateFolder state, LabRecord record, ProcessHandle process) {
    try {
      new LabClient(record.address(), state.knownToken()).down();
    } catch (LabUnavailable | LabClient.Refused e) {
      process.destroy();
    }
    try {
      process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new CommandFailure(
          ExitCode.REFUSED,
          "the lab (%s) has not stopped after %d s".formatted(record.shape(), PATIENCE_SECONDS));
    }
  }

  private int said(String text, boolean stopped) {
    lab.out().println(lab.isJson() ? Json.line(Json.object().put("stopped", stopped)) : text);
    return ExitCode.OK;
  }
}
