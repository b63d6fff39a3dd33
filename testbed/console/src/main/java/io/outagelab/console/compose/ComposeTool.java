package io.outagelab.console.compose;

import io.outagelab.console.compose.Programs.Ended;
import io.outagelab.console.shell.CommandFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The programs that this machine runs containers with.
 *
 * @param docker the client of the engine
 * @param compose how compose is called: Docker's plugin, else the older program of its own
 * @param nameSeparator what stands between project and service in the names that it makes up
 */
record ComposeTool(List<String> docker, List<String> compose, String nameSeparator) {
  /** What to do instead, wherever there is no Docker to use. */
  static final String WITHOUT = "or do without: './lab up' alone needs no Docker";

  private static final Pattern VERSION = Pattern.compile("v?([0-9]{1,4})\\.([0-9]{1,4})");

  /** Understands conditions of {@code depends_on} in files without a version. */
  private static final int OLDEST_MAJOR = 1;

  private static final int OLDEST_MINOR = 29;

  /** Keeps its own copies of the lists. */
  ComposeTool {
    docker = List.copyOf(docker);
    compose = List.copyOf(compose);
  }

  /** Docker's client, if there is one on the PATH. */
  static Optional<List<String>> docker(Programs programs) {
    return programs.shell().program("docker").map(Path::toString).map(List::of);
  }

  /**
   * The programs on the PATH.
   *
   * @throws CommandFailure that says what is missing
   */
  static ComposeTool find(Programs programs) throws InterruptedException {
    List<String> docker =
        docker(programs)
            .orElseThrow(
                () ->
                    CommandFailure.invalid(
                        "there is no 'docker' on the PATH: install Docker, " + WITHOUT));
    List<String> plugin = with(docker, "compose");
    if (programs.ask(with(plugin, "version")).isWell()) {
      return new ComposeTool(docker, plugin, "-");
    }
    List<String> program =
        programs
            .shell()
            .program("docker-compose")
            .map(Path::toString)
            .map(List::of)
            .orElseThrow(
                () ->
                    CommandFailure.invalid(
                        "Docker has no compose command here: install its plugin"
                            + " (docker-compose-plugin), "
                            + WITHOUT));
    return new ComposeTool(docker, program, isFirstGeneration(programs, program) ? "_" : "-");
  }

  /** Whether it is of the first generation; a failure if it is too old a one. */
  private static boolean isFirstGeneration(Programs programs, List<String> program)
      throws InterruptedException {
    Ended said = programs.ask(with(program, "version", "--short"));
    Matcher version = VERSION.matcher(said.out().strip());
    if (!said.isWell() || !version.lookingAt()) {
      throw CommandFailure.invalid(
          "'docker-compose version' fails (%s): install Docker's compose plugin, %s"
              .formatted(said.complaint(), WITHOUT));
    }
    int major = Integer.parseInt(version.group(1));
    int minor = Integer.parseInt(version.group(2));
    if (major < OLDEST_MAJOR || (major == OLDEST_MAJOR && minor < OLDEST_MINOR)) {
      throw CommandFailure.invalid(
          "docker-compose is too old: %s, at least %d.%d is needed: install the compose plugin, %s"
              .formatted(said.out().strip(), OLDEST_MAJOR, OLDEST_MINOR, WITHOUT));
    }
    return major == OLDEST_MAJOR;
  }

  /**
   * Asks the engine whether it is there.
   *
   * @throws CommandFailure with what Docker says if it does not answer
   */
  void checkEngine(Programs programs) throws InterruptedException {
    Ended said = programs.ask(with(docker, "info", "--format", "{{.ServerVersion}}"));
    if (said.isWell() && !said.out().isBlank()) {
      return;
    }
    String complaint = said.complaint();
    if (complaint.toLowerCase(Locale.ROOT).contains("permission denied")) {
      throw CommandFailure.invalid(
          "you may not talk to the Docker engine (%s): join the group 'docker', %s"
              .formatted(complaint, WITHOUT));
    }
    throw CommandFailure.invalid(
        "the Docker engine does not answer (%s): start it, %s".formatted(complaint, WITHOUT));
  }

  static List<String> with(List<String> command, String... more) {
    List<String> whole = new ArrayList<>(command);
    whole.addAll(List.of(more));
    return whole;
  }
}
