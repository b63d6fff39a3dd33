package io.outagelab.console.command;

import io.outagelab.assembly.Instructions;
import io.outagelab.console.api.LabClient;
import io.outagelab.console.api.ServedLab;
import io.outagelab.world.Operations.Rollout.Strategy;
import io.outagelab.world.PushFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lab push}. */
@Command(
    name = "push",
    header = "Pushes a configuration change and follows it to its end.",
    description = "Exit code 1 if the change is refused, stopped or undone on its way.")
public final class PushCommand implements Callable<Integer> {
  private final LabCommand lab;

  @Parameters(
      paramLabel = "FILE",
      description = "The change; from here, or from the world's folder.")
  private Path file = Path.of("");

  @Option(names = "--no-audit", description = "Push what the audit would refuse.")
  private boolean unaudited;

  @Option(
      names = "--rollout",
      paramLabel = "HOW",
      description = "all-at-once or canary; the world's own way, unless given.")
  private Optional<Strategy> rollout = Optional.empty();

  PushCommand(LabCommand lab) {
    this.lab = lab;
  }

  @Override
  public Integer call() {
    LabClient client = lab.client();
    ServedLab remote = lab.remote(client);
    PushFile change = PushFiles.load(file, remote.world());
    return new Instructed(lab)
        .push(
            client, Instructions.push(remote.world(), remote.scale(), change, !unaudited, rollout));
  }
}
