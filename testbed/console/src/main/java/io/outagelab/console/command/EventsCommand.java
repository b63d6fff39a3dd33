package io.outagelab.console.command;

import io.outagelab.console.api.LabClient;
import io.outagelab.console.shell.ExitCode;
import io.outagelab.console.text.EventText;
import io.outagelab.core.Event;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lab events}. */
@Command(name = "events", header = "Shows what happened in the lab since its start.")
public final class EventsCommand implements Callable<Integer> {
  private final LabCommand lab;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on as things happen, until Ctrl-C.")
  private boolean follow;

  @Option(
      names = {"-a", "--all"},
      description = "Every link, session and route, not only the turns of the story.")
  private boolean all;

  @Option(names = "--metrics", description = "Measurements as well.")
  private boolean metrics;

  EventsCommand(LabCommand lab) {
    this.lab = lab;
  }

  @Override
  public Integer call() {
    LabClient client = lab.client();
    Event.Weight least =
        metrics ? Event.Weight.METRIC : all ? Event.Weight.DETAIL : Event.Weight.STORY;
    Follower follower =
        new Follower(
            (from, wait) -> client.events(from, wait, least),
            lab.out(),
            new EventText(lab.paint()),
            lab.isJson(),
            least,
            0);
    follower.printSoFar();
    if (follow) {
      follower.follow(any -> false, lab.out()::checkError);
    }
    return ExitCode.OK;
  }
}
