package io.outagelab.console.command;

import io.outagelab.world.PushFile;
import io.outagelab.world.PushLoader;
import io.outagelab.world.World;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds push files: from the working folder, else from the world's. */
final class PushFiles {
  private PushFiles() {}

  static PushFile load(Path file, World world) {
    return PushLoader.load(Files.exists(file) ? file.toAbsolutePath() : file, world);
  }
}
