package io.outagelab.console.command;

import io.outagelab.assembly.Lab;
import io.outagelab.console.api.LabClient;
import io.outagelab.console.api.ServedLab;
import io.outagelab.console.compose.ComposeLab;
import io.outagelab.console.compose.ComposeOptions;
import io.outagelab.console.shell.CommandFailure;
import io.outagelab.console.shell.ExitCode;
import io.outagelab.console.state.StateFolder;
import io.outagelab.drills.journal.Journal;
import io.outagelab.drills.journal.JournalWriter;
import io.outagelab.drills.run.DrillListener;
import io.outagelab.drills.run.DrillRunner;
import io.outagelab.drills.text.TimelinePrinter;
import io.outagelab.harness.EmbeddedLab;
import io.outagelab.harness.EmbeddedOptions;
import io.outagelab.simulation.Simulation;
import io.outagelab.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lab drill run}. */
@Command(
    name = "run",
    header = "Runs a drill and judges what happened.",
    description = {
      "Runs in the lab that is up, if there is one, else simulated. With --mode compose, and none",
      "up, one of containers is brought up for the drill and taken down after it.",
      "Exit codes: 0 passed, 1 an expectation missed, 2 the drill or its world is invalid,",
      "3 nothing took effect or inconclusive, 130 interrupted and rolled back."
    })
public final class DrillRunCommand implements Callable<Integer> {
  private static final long USUAL_SEED = 1;

  /** A rollback may take so long after Ctrl-C; real time. */
  private static final Duration ROLLBACK_PATIENCE = Duration.ofMinutes(10);

  private final LabCommand lab;

  @Parameters(paramLabel = "DRILL", description = "A drill's name or file.")
  private String name = "";

  @Option(names = "--mode", paramLabel = "MODE", description = "simulated, embedded or compose.")
  private Optional<DrillMode> mode = Optional.empty();

  @Option(names = "--seed", paramLabel = "N", description = "The seed of all randomness.")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--with",
      paramLabel = "MITIGATION",
      description = "A safeguard to run with; may be given several times.")
  private List<String> mitigations = new ArrayList<>();

  @Option(
      names = "--report-dir",
      paramLabel = "DIR",
      description = "Where journal.json goes; below the state folder, unless given.")
  private Optional<Path> reportDir = Optional.empty();

  DrillRunCommand(LabCommand lab) {
    this.lab = lab;
  }

  @Override
  public Integer call() throws IOException {
    DrillFiles files = DrillFiles.load(lab, name, mitigations);
    AtomicReference<Runnable> wake = new AtomicReference<>(Thread.currentThread()::interrupt);
    try (Interruption interruption = new Interruption(ROLLBACK_PATIENCE, () -> wake.get().run());
        Stage stage = open(files.world())) {
      wake.set(wake(stage.lab()));
      Journal journal =
          DrillRunner.run(stage.lab(), files.drill(), listener(), interruption::isRequested);
      Path file = write(journal);
      if (lab.isJson()) {
        lab.out().print(JournalWriter.toJson(journal));
      } else {
        lab.out().println("Journal: " + file);
      }
      lab.out().flush();
      return journal.exitCode();
    } catch (InterruptedException e) {
      // Before there was a lab to run it in.
      return ExitCode.INTERRUPTED;
    }
  }

  /** Where a drill runs, and what is to be done once it has. */
  private record Stage(Lab lab, Runnable end) implements AutoCloseable {
    static Stage of(Lab lab) {
      return new Stage(lab, () -> {});
    }

    @Override
    public void close() {
      try {
        lab.close();
      } finally {
        end.run();
      }
    }
  }

  private DrillListener listener() {
    return lab.isJson()
        ? DrillListener.SILENT
        : new TimelinePrinter(line -> lab.print(List.of(line)), lab.paint().isOn());
  }

  /** A simulation does not wait, and looks up only when its thread is interrupted. */
  private static Runnable wake(Lab stage) {
    Thread runner = Thread.currentThread();
    return stage instanceof Simulation ? runner::interrupt : () -> {};
  }

  private Stage open(World world) throws InterruptedException {
    DrillMode wanted = mode.orElse(DrillMode.SIMULATED);
    if (wanted == DrillMode.COMPOSE) {
      ComposeOptions.worldFolder(lab.shell(), world);
    }
    Optional<LabClient> up =
        mode.filter(DrillMode.SIMULATED::equals).isPresent() ? Optional.empty() : lab.maybeClient();
    if (up.isPresent()) {
      return Stage.of(matching(lab.remote(up.get()), world));
    }
    return switch (wanted) {
      case SIMULATED -> Stage.of(new Simulation(world, seed.orElse(USUAL_SEED)));
      case EMBEDDED ->
          Stage.of(
              EmbeddedLab.start(
                  world, EmbeddedOptions.defaults().withSeed(seed.orElse(USUAL_SEED))));
      case COMPOSE -> inContainers(world);
    };
  }

  /** A lab of containers for this drill alone. */
  private Stage inContainers(World world) throws InterruptedException {
    StateFolder.Claim claim = Claims.claim(lab.state());
    boolean isOpen = false;
    try {
      ComposeLab containers = ComposeLab.start(lab.shell(), lab.state(), world, options(world));
      try {
        Lab remote = lab.remote(containers.client());
        isOpen = true;
        return new Stage(
            remote,
            () -> {
              containers.close();
              claim.close();
            });
      } finally {
        if (!isOpen) {
          containers.close();
        }
      }
    } finally {
      if (!isOpen) {
        claim.close();
      }
    }
  }

  private ComposeOptions options(World world) {
    return new ComposeOptions(
        Optional.of(world.mitigations()),
        Optional.empty(),
        Optional.of(seed.orElse(USUAL_SEED)),
        Optional.empty(),
        false);
  }

  /** The lab that is up, which must be the one that the drill wants. */
  private ServedLab matching(ServedLab remote, World world) {
    if (mode.filter(wanted -> !wanted.name().equals(remote.mode().name())).isPresent()) {
      throw CommandFailure.invalid(
          "the lab that is up is %s: leave out --mode to run in it, or './lab down' first"
              .formatted(remote.mode().label()));
    }
    boolean isOtherSeed = seed.filter(wanted -> wanted != remote.seed()).isPresent();
    boolean isOtherWorld =
        !remote.world().name().equals(world.name())
            || (!mitigations.isEmpty() && !remote.mitigations().equals(world.mitigations()));
    if (isOtherSeed || isOtherWorld) {
      throw CommandFailure.invalid(
          "the lab that is up plays %s%s with seed %d: use --mode simulated, or './lab down' first"
              .formatted(
                  remote.world().name(),
                  remote.mitigations().isEmpty()
                      ? ""
                      : " with " + String.join(", ", remote.mitigations()),
                  remote.seed()));
    }
    return remote;
  }

  private Path write(Journal journal) throws IOException {
    Path folder =
        reportDir.orElseGet(
            () ->
                lab.state().reports().resolve("%s-%d".formatted(journal.drill(), journal.seed())));
    // Files cannot be written by a thread whose interruption is still to be seen.
    boolean wasInterrupted = Thread.interrupted();
    Files.createDirectories(folder);
    Path file = folder.resolve("journal.json");
    JournalWriter.write(journal, file);
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
    return file;
  }
}
