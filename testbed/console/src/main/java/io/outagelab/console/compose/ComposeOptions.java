package io.outagelab.console.compose;

import io.outagelab.console.shell.CommandFailure;
import io.outagelab.console.shell.Shell;
import io.outagelab.world.PlacementLoader;
import io.outagelab.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is asked of a lab of containers. What is not given is for the environment and the compose
 * file to say.
 *
 * @param mitigations the safeguards, if they are given; an empty list is none for sure
 * @param compression how many times faster than the world it runs
 * @param seed of all randomness
 * @param port of this machine where its API is found
 * @param isBuilt whether images are built even if they are there
 */
public record ComposeOptions(
    Optional<List<String>> mitigations,
    Optional<Integer> compression,
    Optional<Long> seed,
    Optional<Integer> port,
    boolean isBuilt) {
  /** The variable with the port of the API. */
  static final String PORT = "LAB_PORT";

  /** The most that the containers' compression can be. */
  public static final int MAX_COMPRESSION = 3_600;

  /** Keeps its own copy of the list. */
  public ComposeOptions {
    mitigations = mitigations.map(List::copyOf);
  }

  /** What the compose file takes from the environment. */
  Map<String, String> variables(String worldFolder) {
    Map<String, String> variables = new TreeMap<>();
    variables.put("LAB_WORLD", worldFolder);
    mitigations.ifPresent(list -> variables.put("LAB_WITH", String.join(",", list)));
    compression.ifPresent(times -> variables.put("LAB_COMPRESSION", times.toString()));
    seed.ifPresent(fixed -> variables.put("LAB_SEED", fixed.toString()));
    port.ifPresent(number -> variables.put(PORT, number.toString()));
    return variables;
  }

  /**
   * The name of the world's folder beside the script, from where containers read it.
   *
   * @throws CommandFailure if it lies elsewhere, or nobody has said which container plays what
   */
  public static String worldFolder(Shell shell, World world) {
    Path folder = real(world.folder());
    if (!folder.startsWith(real(shell.home().resolve("worlds")))
        || folder.getNameCount() != real(shell.home().resolve("worlds")).getNameCount() + 1) {
      throw CommandFailure.invalid(
          "containers play worlds from %s alone: %s is not there"
              .formatted(shell.home().resolve("worlds"), world.folder()));
    }
    if (!Files.isRegularFile(folder.resolve(PlacementLoader.FILE))) {
      throw CommandFailure.invalid(
          "the world %s cannot run as containers: it has no %s that says which plays what"
              .formatted(world.name(), PlacementLoader.FILE));
    }
    return folder.getFileName().toString();
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }
}
