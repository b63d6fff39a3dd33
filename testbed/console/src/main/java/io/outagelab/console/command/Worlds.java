package io.outagelab.console.command;

import io.outagelab.console.shell.CommandFailure;
import io.outagelab.console.shell.Shell;
import io.outagelab.world.WorldLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds worlds: by path, or by name beside the script. */
final class Worlds {
  /** The world that is meant unless another is named. */
  static final String USUAL = "facebook-2021";

  private static final String DRILLS = "drills";

  private final Path folder;

  Worlds(Shell shell) {
    this.folder = shell.home().resolve("worlds");
  }

  /** The folder or file of the world of this name, or at this path. */
  Path find(String nameOrPath) {
    Path path = Path.of(nameOrPath);
    if (Files.isRegularFile(path) || Files.isRegularFile(path.resolve(WorldLoader.FILE))) {
      return path;
    }
    return all().stream()
        .filter(world -> world.getFileName().toString().equals(nameOrPath))
        .findFirst()
        .orElseThrow(
            () ->
                CommandFailure.invalid(
                    "there is no world '%s'; there are %s, and paths"
                        .formatted(nameOrPath, names())));
  }

  private String names() {
    return String.join(", ", all().stream().map(w -> w.getFileName().toString()).toList());
  }

  /** The folders of all worlds beside the script. */
  List<Path> all() {
    return list(folder).stream()
        .filter(world -> Files.isRegularFile(world.resolve(WorldLoader.FILE)))
        .toList();
  }

  /** The drill files of a world. */
  static List<Path> drills(Path world) {
    return yaml(world.resolve(DRILLS));
  }

  /** The YAML files in a folder, sorted; none if there is no such folder. */
  static List<Path> yaml(Path folder) {
    return list(folder).stream()
        .filter(Files::isRegularFile)
        .filter(file -> file.getFileName().toString().endsWith(".yaml"))
        .toList();
  }

  static List<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }
}
