package io.outagelab.world;

import io.outagelab.world.yaml.Place;
import io.outagelab.world.yaml.Problems;
import io.outagelab.world.yaml.Reading;
import io.outagelab.world.yaml.YamlMerge;
import io.outagelab.world.yaml.YamlNode;
import io.outagelab.world.yaml.YamlNode.Mapping;
import io.outagelab.world.yaml.YamlNode.Sequence;
import io.outagelab.world.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads a world and the overlays asked for, checks the whole, and hands it out only if nothing is
 * wrong; else a {@link io.outagelab.core.LabConfigurationException} tells everything that is.
 */
public final class WorldLoader {
  /** What a world's file is called in its folder. */
  public static final String FILE = "world.yaml";

  private static final String MITIGATIONS = "mitigations";
  private static final String SUFFIX = ".yaml";

  private WorldLoader() {}

  /** The world in this folder or file, as it is. */
  public static World load(Path folderOrFile) {
    return load(folderOrFile, List.of());
  }

  /** The world in this folder or file, with these of its overlays laid over it, in order. */
  public static World load(Path folderOrFile, List<String> mitigations) {
    Problems problems = new Problems();
    Path file = Files.isDirectory(folderOrFile) ? folderOrFile.resolve(FILE) : folderOrFile;
    Optional<YamlNode> root = YamlReader.read(file, problems);
    for (String mitigation : mitigations) {
      Optional<YamlNode> overlay = overlay(file, mitigation, problems);
      if (root.isPresent() && overlay.isPresent()) {
        root = Optional.of(YamlMerge.merge(root.get(), overlay.get()));
      }
    }
    Optional<World> world = root.flatMap(node -> read(node, file, mitigations, problems));
    problems.throwIfAny();
    return world.orElseThrow(() -> new IllegalStateException("no world and no problem: " + file));
  }

  private static Optional<World> read(
      YamlNode root, Path file, List<String> mitigations, Problems problems) {
    Reading reading = Reading.of(new Place(file.toString(), 1), problems);
    define(root, reading);
    WorldShape shape = new WorldShape(folderOf(file), file, mitigations);
    Optional<World> draft = shape.readDraft(root, reading, mitigations);
    draft.ifPresent(world -> WorldCheck.check(world, reading));
    return draft;
  }

  /** The overlays that this world has, by name, sorted. */
  public static List<String> mitigations(Path folderOrFile) {
    Path file = Files.isDirectory(folderOrFile) ? folderOrFile.resolve(FILE) : folderOrFile;
    Path folder = folderOf(file).resolve(MITIGATIONS);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(path -> String.valueOf(path.getFileName()))
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  private static Optional<YamlNode> overlay(Path file, String mitigation, Problems problems) {
    List<String> known = mitigations(file);
    if (!known.contains(mitigation)) {
      problems.add(
          new Place(file.toString(), 1),
          "there is no mitigation '%s'; %s"
              .formatted(
                  mitigation,
                  known.isEmpty()
                      ? "this world has none"
                      : "there are " + String.join(", ", known)));
      return Optional.empty();
    }
    Path path = folderOf(file).resolve(MITIGATIONS).resolve(mitigation + SUFFIX);
    Optional<YamlNode> overlay = YamlReader.read(path, problems);
    if (overlay.isPresent() && !(overlay.get() instanceof Mapping)) {
      problems.add(overlay.get().place(), "an overlay is a mapping with keys of the world file");
      return Optional.empty();
    }
    return overlay;
  }

  private static Path folderOf(Path file) {
    Path parent = file.getParent();
    return parent == null ? Path.of("") : parent;
  }

  /** Collects the names that references may use, sound or not, so that none is reported twice. */
  private static void define(YamlNode root, Reading reading) {
    if (!(root instanceof Mapping world)) {
      return;
    }
    world
        .get("sites")
        .filter(Mapping.class::isInstance)
        .map(Mapping.class::cast)
        .map(Mapping::entries)
        .orElse(List.of())
        .forEach(entry -> reading.define(Kinds.SITE, entry.key()));
    items(world, "dns-services").forEach(item -> define(item, Kinds.NAME_SERVER, reading));
    items(world, "resolvers").forEach(item -> define(item, Kinds.RESOLVER, reading));
    for (Mapping service : items(world, "services")) {
      define(service, Kinds.SERVICE, reading);
      boolean isBackEnd =
          service.get("kind").flatMap(YamlNode::asText).filter("back-end"::equals).isPresent();
      if (!isBackEnd) {
        define(service, Kinds.APP, reading);
      }
    }
  }

  private static void define(Mapping item, String kind, Reading reading) {
    item.get("name").flatMap(YamlNode::asText).ifPresent(name -> reading.define(kind, name));
  }

  private static List<Mapping> items(Mapping world, String key) {
    return world
        .get(key)
        .filter(Sequence.class::isInstance)
        .map(Sequence.class::cast)
        .map(Sequence::items)
        .orElse(List.of())
        .stream()
        .filter(Mapping.class::isInstance)
        .map(Mapping.class::cast)
        .toList();
  }
}
