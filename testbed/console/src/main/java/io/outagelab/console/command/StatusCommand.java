package io.outagelab.console.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outagelab.console.api.Json;
import io.outagelab.console.shell.ExitCode;
import io.outagelab.console.text.StatusText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code lab status}. */
@Command(name = "status", header = "Shows the state of the lab, layer by layer.")
public final class StatusCommand implements Callable<Integer> {
  private final LabCommand lab;

  StatusCommand(LabCommand lab) {
    this.lab = lab;
  }

  @Override
  public Integer call() {
    ObjectNode status = lab.client().status();
    if (lab.isJson()) {
      lab.out().println(Json.pretty(status));
    } else {
      lab.print(new StatusText(lab.paint()).lines(status));
    }
    return ExitCode.OK;
  }
}
