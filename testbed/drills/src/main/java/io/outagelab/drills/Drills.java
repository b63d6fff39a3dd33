package io.outagelab.drills;

import io.outagelab.core.LabConfigurationException;
import io.outagelab.world.WorldLoader;
import io.outagelab.world.yaml.Problems;
import io.outagelab.world.yaml.YamlNode;
import io.outagelab.world.yaml.YamlNode.Mapping;
import io.outagelab.world.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds drill files: those in {@code drills} beside each world file of a folder of worlds. */
public final class Drills {
  private static final String FOLDER = "drills";
  private static final String SUFFIX = ".yaml";

  private Drills() {}

  /**
   * A drill file that was found.
   *
   * @param name the drill's name, as the file says
   * @param title one line for people; may be empty
   * @param file the drill file
   * @param worldFolder the folder of the world that it is played in
   */
  public record Found(String name, String title, Path file, Path worldFolder) {}

  /** Every drill of these worlds: by world, then by file, each sorted by name. */
  public static List<Found> list(Path worlds) {
    List<Found> found = new ArrayList<>();
    for (Path world : entries(worlds)) {
      if (Files.isRegularFile(world.resolve(WorldLoader.FILE))) {
        for (Path file : entries(world.resolve(FOLDER))) {
          if (String.valueOf(file.getFileName()).endsWith(SUFFIX)) {
            found.add(peek(file, world));
          }
        }
      }
    }
    return List.copyOf(found);
  }

  /**
   * The drill with this name, or in this file if the text is the path of one in a world's {@code
   * drills} folder.
   */
  public static Found find(Path worlds, String nameOrFile) {
    List<Found> all = list(worlds);
    List<Found> named = all.stream().filter(drill -> drill.name().equals(nameOrFile)).toList();
    if (named.size() == 1) {
      return named.getFirst();
    }
    if (named.size() > 1) {
      throw new LabConfigurationException(
          "several drills are called '%s': %s; name one by its path"
              .formatted(
                  nameOrFile,
                  String.join(
                      ", ", named.stream().map(drill -> drill.file().toString()).toList())));
    }
    if (nameOrFile.endsWith(SUFFIX)) {
      Path file = Path.of(nameOrFile).toAbsolutePath();
      Path folder = file.getParent();
      Path world = folder == null ? null : folder.getParent();
      if (world != null && Files.isRegularFile(file)) {
        return peek(file, world);
      }
    }
    throw new LabConfigurationException(
        "there is no drill '%s' in %s; there are %s"
            .formatted(
                nameOrFile,
                worlds,
                all.isEmpty()
                    ? "none"
                    : String.join(", ", all.stream().map(Found::name).toList())));
  }

  /** What a file says it is; a file that cannot be read is called by its own name. */
  private static Found peek(Path file, Path world) {
    String name = String.valueOf(file.getFileName());
    name = name.substring(0, name.length() - SUFFIX.length());
    String title = "";
    YamlNode root = YamlReader.read(file, new Problems()).orElse(null);
    if (root instanceof Mapping mapping) {
      name = mapping.get("drill").flatMap(YamlNode::asText).orElse(name);
      title = mapping.get("title").flatMap(YamlNode::asText).orElse("");
    }
    return new Found(name, title, file, world);
  }

  private static List<Path> entries(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }
}
