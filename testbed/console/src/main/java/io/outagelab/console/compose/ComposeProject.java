package io.outagelab.console.compose;

import static io.outagelab.console.compose.ComposeTool.with;

import io.outagelab.console.compose.ComposeFile.Service;
import io.outagelab.console.compose.Programs.Ended;
import io.outagelab.console.shell.CommandFailure;
import io.outagelab.console.shell.ExitCode;
import io.outagelab.console.shell.Shell;
import io.outagelab.console.state.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The containers of the lab, as one project of compose beside the script. */
public final class ComposeProject {
  /** What compose calls the project. */
  public static final String NAME = "outage-lab";

  /** The variable with the operator token. */
  static final String TOKEN = "LAB_TOKEN";

  private static final String FILTER = "label=com.docker.compose.project=" + NAME;
  private static final Duration BUILD = Duration.ofHours(1);
  private static final Duration DOWN = Duration.ofSeconds(90);

  private final Programs programs;
  private final ComposeTool tool;

  private ComposeProject(Programs programs, ComposeTool tool) {
    this.programs = programs;
    this.tool = tool;
  }

  /**
   * A container as Docker lists it.
   *
   * @param service what it is in the file
   * @param state running, exited, restarting …
   * @param status the state for people, health included
   */
  record Container(String service, String state, String status) {
    /** Whether it has done what it was to do, or runs, and is healthy if it can say so. */
    boolean isHealthy() {
      boolean isWell = !status.contains("(unhealthy)") && !status.contains("(health: starting)");
      return isDone() || (state.equals("running") && isWell);
    }

    /** Whether it has ended without having done its work, and will not start again by itself. */
    boolean isOver() {
      return (state.equals("exited") || state.equals("dead")) && !isDone();
    }

    private boolean isDone() {
      return state.equals("exited") && status.startsWith("Exited (0)");
    }
  }

  /**
   * The project, on an engine that answers.
   *
   * @param variables what the file takes from the environment
   * @throws CommandFailure if there is no Docker to use, or no file
   */
  static ComposeProject open(Shell shell, StateFolder state, Map<String, String> variables)
      throws InterruptedException {
    Map<String, String> all = new TreeMap<>(variables);
    all.put(TOKEN, state.token());
    Programs programs = new Programs(shell, all);
    ComposeTool tool = ComposeTool.find(programs);
    tool.checkEngine(programs);
    if (!Files.isRegularFile(shell.home().resolve(ComposeFile.NAME))) {
      throw CommandFailure.invalid(
          "there is no %s in %s".formatted(ComposeFile.NAME, shell.home()));
    }
    return new ComposeProject(programs, tool);
  }

  /**
   * Takes the project's containers down if there are any; returns whether there were.
   *
   * @throws CommandFailure if there is a Docker whose engine does not answer, or it fails
   */
  public static boolean takeDown(Shell shell, StateFolder state) throws InterruptedException {
    Programs programs = new Programs(shell, Map.of());
    Optional<List<String>> docker = ComposeTool.docker(programs);
    if (docker.isEmpty() || containers(programs, docker.get()).isEmpty()) {
      return false;
    }
    Optional<String> complaint = open(shell, state, Map.of()).down();
    if (complaint.isPresent()) {
      throw new CommandFailure(ExitCode.REFUSED, "the containers are not down: " + complaint.get());
    }
    return true;
  }

  Programs programs() {
    return programs;
  }

  ComposeTool tool() {
    return tool;
  }

  /** The file, its variables filled in. */
  ComposeFile file() throws InterruptedException {
    Ended said = programs.ask(compose("config"));
    if (!said.isWell()) {
      throw CommandFailure.invalid(
          "%s cannot be used: %s".formatted(ComposeFile.NAME, said.complaint()));
    }
    Path file = programs.shell().home().resolve(ComposeFile.NAME);
    try {
      return ComposeFile.parse(said.out(), Files.readString(file));
    } catch (IOException e) {
      throw CommandFailure.invalid("%s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }

  /** Whether every image that the file says how to build is there. */
  boolean hasImages(ComposeFile file) throws InterruptedException {
    List<String> images =
        file.services().stream().filter(Service::isBuilt).map(this::image).distinct().toList();
    List<String> command = with(tool.docker(), "image", "inspect", "--format", "{{.Id}}");
    command.addAll(images);
    return images.isEmpty() || programs.ask(command).isWell();
  }

  private String image(Service service) {
    return service.image().orElseGet(() -> NAME + tool.nameSeparator() + service.name());
  }

  /** Builds the images; what compose says goes to the error stream. */
  void build() throws InterruptedException {
    OptionalInt exitCode = programs.show(compose("build"), BUILD);
    if (exitCode.isEmpty() || exitCode.getAsInt() != 0) {
      throw CommandFailure.invalid("the images cannot be built: see above");
    }
  }

  /** Starts the containers; empty if they were not started by then, else compose's exit code. */
  OptionalInt up(Duration atMost) throws InterruptedException {
    return programs.show(compose("up", "-d", "--no-build", "--remove-orphans"), atMost);
  }

  /** The containers there are, in any state. */
  List<Container> containers() throws InterruptedException {
    return containers(programs, tool.docker());
  }

  private static List<Container> containers(Programs programs, List<String> docker)
      throws InterruptedException {
    Ended said =
        programs.ask(
            with(
                docker,
                "ps",
                "--all",
                "--filter",
                FILTER,
                "--format",
                "{{.Label \"com.docker.compose.service\"}}|{{.State}}|{{.Status}}"));
    if (!said.isWell()) {
      throw CommandFailure.invalid("Docker lists no containers: " + said.complaint());
    }
    List<Container> containers = new ArrayList<>();
    for (String line : said.out().lines().toList()) {
      String[] fields = line.split("\\|", 3);
      if (fields.length == 3) {
        containers.add(new Container(fields[0], fields[1], fields[2]));
      }
    }
    return containers;
  }

  /** The last lines that a service printed. */
  List<String> logs(String service) throws InterruptedException {
    Ended said = programs.ask(compose("logs", "--no-color", "--tail", "20", service));
    return (said.out() + said.err()).lines().toList();
  }

  /** Takes the containers down, with all they kept; returns what went wrong, if anything did. */
  Optional<String> down() {
    Ended said = programs.insist(compose("down", "-v", "--remove-orphans"), DOWN);
    return said.isWell() ? Optional.empty() : Optional.of(said.complaint());
  }

  private List<String> compose(String... arguments) {
    List<String> command = with(tool.compose(), "-p", NAME);
    command.addAll(List.of(arguments));
    return command;
  }
}
