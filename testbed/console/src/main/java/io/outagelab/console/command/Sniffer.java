package io.outagelab.console.command;

import io.outagelab.world.WorldLoader;
import io.outagelab.world.yaml.Problems;
import io.outagelab.world.yaml.YamlNode;
import io.outagelab.world.yaml.YamlNode.Mapping;
import io.outagelab.world.yaml.YamlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Tells by its content what kind a file is, and which world it belongs to. */
final class Sniffer {
  private static final String MITIGATIONS = "mitigations";

  /** The folders of a world's other files. */
  static final List<String> PARTS = List.of(MITIGATIONS, "pushes", "drills");

  private Sniffer() {}

  /** What a file can be. */
  enum Kind {
    /** A world. */
    WORLD,
    /** A part of a world, laid over it. */
    MITIGATION,
    /** A configuration change. */
    PUSH,
    /** A drill. */
    DRILL
  }

  /** The kind of the file; problems if it cannot be read; empty if it is none. */
  static Optional<Kind> kind(Path file, Problems problems) {
    return YamlReader.read(file, problems).flatMap(root -> kind(file, root));
  }

  private static Optional<Kind> kind(Path file, YamlNode root) {
    if (!(root instanceof Mapping mapping)) {
      return Optional.empty();
    }
    if (mapping.get("drill").isPresent()) {
      return Optional.of(Kind.DRILL);
    }
    if (mapping.get("change").isPresent()) {
      return Optional.of(Kind.PUSH);
    }
    if (isIn(MITIGATIONS, file)) {
      return Optional.of(Kind.MITIGATION);
    }
    return mapping.get("world").map(name -> Kind.WORLD);
  }

  private static boolean isIn(String folder, Path file) {
    Path parent = file.toAbsolutePath().normalize().getParent();
    return parent != null && parent.endsWith(folder);
  }

  /** The name of the world that a drill says it is played in. */
  static Optional<String> worldOf(Path drill) {
    return YamlReader.read(drill, new Problems())
        .filter(Mapping.class::isInstance)
        .map(Mapping.class::cast)
        .flatMap(root -> root.get("world"))
        .flatMap(YamlNode::asText);
  }

  /** The folder of the world beside whose file, or in whose folder of such files, a file lies. */
  static Optional<Path> worldBeside(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    if (folder == null || !Files.exists(file)) {
      return Optional.empty();
    }
    Path above = PARTS.stream().anyMatch(folder::endsWith) ? folder.getParent() : folder;
    return Optional.ofNullable(above)
        .filter(world -> Files.isRegularFile(world.resolve(WorldLoader.FILE)));
  }
}
