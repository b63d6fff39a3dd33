package io.outagelab.console.command;

import io.outagelab.assembly.LabUnavailable;
import io.outagelab.console.api.DescriptionJson;
import io.outagelab.console.api.Json;
import io.outagelab.console.api.LabClient;
import io.outagelab.console.api.LabDescription;
import io.outagelab.console.compose.ComposeLab;
import io.outagelab.console.compose.ComposeOptions;
import io.outagelab.console.shell.ExitCode;
import io.outagelab.console.state.StateFolder;
import io.outagelab.console.text.EventText;
import io.outagelab.console.text.Welcome;
import io.outagelab.core.Event;
import io.outagelab.world.World;
import java.time.Duration;

/** {@code lab up --compose}: a lab of containers, followed until Ctrl-C or left up. */
final class ComposeUp {
  /** Eighteen processes end in so long, or never. */
  private static final Duration STOP_PATIENCE = Duration.ofMinutes(2);

  private final LabCommand lab;
  private final World world;
  private final ComposeOptions options;
  private final boolean detach;

  ComposeUp(LabCommand lab, World world, ComposeOptions options, boolean detach) {
    this.lab = lab;
    this.world = world;
    this.options = options;
    this.detach = detach;
  }

  /** Runs it; returns the exit code. */
  int run() {
    StateFolder state = lab.state();
    ComposeOptions.worldFolder(lab.shell(), world);
    StateFolder.Claim claim = Claims.claim(state);
    try (claim;
        Interruption interruption =
            new Interruption(STOP_PATIENCE, Thread.currentThread()::interrupt)) {
      int exitCode = run(state);
      return interruption.isRequested() ? ExitCode.INTERRUPTED : exitCode;
    } catch (InterruptedException e) {
      return ExitCode.INTERRUPTED;
    }
  }

  private int run(StateFolder state) throws InterruptedException {
    ComposeLab containers = ComposeLab.start(lab.shell(), state, world, options);
    if (detach) {
      welcome(containers);
      return ExitCode.OK;
    }
    try (containers) {
      welcome(containers);
      follow(containers);
      return ExitCode.OK;
    }
  }

  private void welcome(ComposeLab containers) {
    LabDescription description = containers.description();
    if (lab.isJson()) {
      lab.out().println(Json.line(DescriptionJson.of(description)));
    } else {
      lab.print(
          new Welcome(
                  lab.paint(),
                  description,
                  world,
                  containers.record().address(),
                  lab.resolverSockets(description),
                  containers.bgp())
              .lines());
      lab.out().println();
    }
    lab.out().flush();
  }

  /** Prints the story until this thread is interrupted or somebody has taken the lab down. */
  private void follow(ComposeLab containers) throws InterruptedException {
    do {
      Thread story = Thread.ofVirtual().name("lab-story").start(() -> tell(containers.client()));
      try {
        story.join();
      } finally {
        story.interrupt();
      }
    } while (containers.awaitReturn());
  }

  /** From the first event on: an API that starts again counts from there. */
  private void tell(LabClient client) {
    Follower follower =
        new Follower(
            (from, wait) -> client.events(from, wait, Event.Weight.STORY),
            lab.out(),
            new EventText(lab.paint()),
            lab.isJson(),
            Event.Weight.STORY,
            0);
    try {
      follower.follow(any -> false, () -> false);
    } catch (LabUnavailable | LabClient.Refused e) {
      // Whether it comes back is for the one who waits to find out.
      lab.out().flush();
    }
  }
}
