package io.outagelab.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where the worlds of this repository are, whichever folder the tests are started in. */
final class Worlds {
  static final Path FOLDER = find(Path.of("").toAbsolutePath());
  static final Path TINY = FOLDER.resolve("tiny");
  static final Path FACEBOOK = FOLDER.resolve("facebook-2021");

  private Worlds() {}

  /** Copies a world's folder, so that a test can spoil it. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
  }

  private static Path find(Path from) {
    Path worlds = from.resolve("worlds");
    Path parent = from.getParent();
    if (Files.isDirectory(worlds.resolve("tiny")) || parent == null) {
      return worlds;
    }
    return find(parent);
  }
}
