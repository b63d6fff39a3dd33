package io.outagelab.console.shell;

import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a command has of its surroundings.
 *
 * @param out for what was asked for
 * @param err for everything else
 * @param variables the environment
 * @param home the folder with {@code worlds}
 * @param kernel where a Linux kernel tells of memory and routes; elsewhere there is no such folder
 * @param isTerminal whether a person reads along
 */
public record Shell(
    PrintWriter out,
    PrintWriter err,
    Map<String, String> variables,
    Path home,
    Path kernel,
    boolean isTerminal) {
  /** The system property that the script sets to the repository's folder. */
  public static final String HOME = "outagelab.home";

  /** Keeps its own copy of the environment. */
  public Shell {
    variables = new TreeMap<>(variables);
  }

  /** The environment variable of this name, if it is set and not empty. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }

  /** The program of this name that the environment's PATH leads to. */
  public Optional<Path> program(String name) {
    return Arrays.stream(variable("PATH").orElse("").split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  /** The folder where worlds lie: beside the script, else above the working folder. */
  public static Path findHome() {
    String given = System.getProperty(HOME, "");
    if (!given.isEmpty()) {
      return Path.of(given);
    }
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("worlds"))) {
        return folder;
      }
    }
    return here;
  }
}
