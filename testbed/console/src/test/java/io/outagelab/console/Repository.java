package io.outagelab.console;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the tests find the repository's own files. */
public final class Repository {
  private Repository() {}

  /** The repository's root folder. */
  public static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(folder.resolve("lab"))
        || !Files.isDirectory(folder.resolve("worlds"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("no repository above " + Path.of("").toAbsolutePath());
      }
    }
    return folder;
  }

  /** The smallest world. */
  public static Path tiny() {
    return root().resolve("worlds").resolve("tiny");
  }
}
