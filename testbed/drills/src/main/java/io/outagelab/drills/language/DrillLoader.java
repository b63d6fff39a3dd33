package io.outagelab.drills.language;

import io.outagelab.core.net.Prefix;
import io.outagelab.drills.language.Expectation.When;
import io.outagelab.world.PushFile;
import io.outagelab.world.PushLoader;
import io.outagelab.world.World;
import io.outagelab.world.yaml.Durations;
import io.outagelab.world.yaml.JsonSchema;
import io.outagelab.world.yaml.Place;
import io.outagelab.world.yaml.Problems;
import io.outagelab.world.yaml.Reading;
import io.outagelab.world.yaml.Shape;
import io.outagelab.world.yaml.Shapes;
import io.outagelab.world.yaml.YamlNode;
import io.outagelab.world.yaml.YamlNode.Mapping;
import io.outagelab.world.yaml.YamlNode.Sequence;
import io.outagelab.world.yaml.YamlReader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Reads drill files for a world. A drill is handed out only if nothing is wrong with it; else a
 * {@link io.outagelab.core.LabConfigurationException} tells everything that is.
 */
public final class DrillLoader {
  private DrillLoader() {}

  /** The drill in this file, played in this world. */
  public static Drill load(Path file, World world) {
    Problems problems = new Problems();
    Optional<Drill> drill =
        YamlReader.read(file, problems).flatMap(node -> read(node, file, world, problems));
    problems.throwIfAny();
    return drill.orElseThrow(() -> new IllegalStateException("no drill and no problem: " + file));
  }

  /** The JSON Schema of drill files, printed from what reads them. */
  public static String schema() {
    Shape<PushFile> push = Shapes.text().map(text -> unread());
    return JsonSchema.print(
        "Outage Lab drill",
        new DrillShape(Path.of(""), Instant.EPOCH, Shapes.name(), new TreeSet<>(), Map.of(), push)
            .shape());
  }

  private static PushFile unread() {
    throw new IllegalStateException("the shape of a schema reads no file");
  }

  private static Optional<Drill> read(YamlNode root, Path file, World world, Problems problems) {
    Reading reading = Reading.of(new Place(file.toString(), 1), problems);
    SortedSet<Prefix> known = Names.prefixes(world);
    Map<String, List<Prefix>> groups = new LinkedHashMap<>(Names.groups(world));
    Names.define(world, reading);
    if (root instanceof Mapping mapping) {
      ownPrefixes(mapping, known, reading).ifPresent(groups::putAll);
      milestoneNames(mapping).forEach(name -> reading.define(Names.MILESTONE, name));
    }
    groups.keySet().forEach(name -> reading.define(Names.PREFIXES, name));
    Shape<String> worldName =
        Shapes.name()
            .rule(
                name ->
                    name.equals(world.name())
                        ? Optional.empty()
                        : Optional.of("is not the world at hand, " + world.name()));
    Shape<PushFile> push = new PushPath(world);
    Optional<Drill> drill =
        new DrillShape(file, world.epoch(), worldName, known, groups, push)
            .shape()
            .read(root, reading);
    drill.ifPresent(read -> check(read, reading));
    return drill;
  }

  private static Optional<Map<String, List<Prefix>>> ownPrefixes(
      Mapping root, SortedSet<Prefix> known, Reading reading) {
    return root.get(DrillShape.PREFIXES)
        .flatMap(
            node ->
                DrillShape.prefixes(known)
                    .read(node, reading.key(DrillShape.PREFIXES, node.place())));
  }

  private static List<String> milestoneNames(Mapping root) {
    List<String> names = new ArrayList<>();
    if (root.get(DrillShape.MILESTONES).orElse(root) instanceof Sequence list) {
      for (YamlNode item : list.items()) {
        if (item instanceof Mapping milestone) {
          milestone.get("name").flatMap(YamlNode::asText).ifPresent(names::add);
        }
      }
    }
    return names;
  }

  private static void check(Drill drill, Reading reading) {
    for (int i = 0; i < drill.timeline().size(); i++) {
      withinDrill(drill, drill.timeline().get(i).at(), "timeline[%d].at".formatted(i), reading);
    }
    checkMilestones(drill, reading);
    checkExpectations(drill, reading);
  }

  private static void checkMilestones(Drill drill, Reading reading) {
    List<String> above = new ArrayList<>();
    for (Milestone milestone : drill.milestones()) {
      milestone
          .after()
          .filter(after -> !above.contains(after))
          .ifPresent(
              after ->
                  reading.problemAt(
                      "milestones[%s].after".formatted(milestone.name()),
                      after,
                      "does not stand above " + milestone.name()));
      above.add(milestone.name());
    }
  }

  private static void checkExpectations(Drill drill, Reading reading) {
    List<String> ids = new ArrayList<>();
    int controls = 0;
    int others = 0;
    for (Expectation expectation : drill.expectations()) {
      String path =
          expectation.control()
              ? "controls[%d]".formatted(controls++)
              : "expect[%d]".formatted(others++);
      if (ids.contains(expectation.id())) {
        reading.problemAt(path + ".id", expectation.id(), "is the id of another one too");
      }
      ids.add(expectation.id());
      switch (expectation.when()) {
        case When.By by -> withinDrill(drill, by.moment(), path + ".by", reading);
        case When.Between between -> withinDrill(drill, between.until(), path + ".until", reading);
        case When.Throughout throughout -> {}
      }
    }
  }

  private static void withinDrill(Drill drill, Duration at, String path, Reading reading) {
    if (at.compareTo(drill.duration()) > 0) {
      reading.problemAt(
          path,
          Durations.display(at),
          "lies after the drill's end at " + Durations.display(drill.duration()));
    }
  }

  /** The path of a push file, read along with it. */
  private record PushPath(World world) implements Shape<PushFile> {
    @Override
    public Optional<PushFile> read(YamlNode node, Reading reading) {
      return Shapes.text().read(node, reading).flatMap(text -> load(text, node, reading));
    }

    private Optional<PushFile> load(String text, YamlNode node, Reading reading) {
      try {
        if (!Files.isRegularFile(world.folder().resolve(text))) {
          reading.problem(node, "is not a file in the folder of world " + world.name());
          return Optional.empty();
        }
        return PushLoader.read(Path.of(text), world, reading.problems());
      } catch (InvalidPathException e) {
        reading.problem(node, "is not a path");
        return Optional.empty();
      }
    }

    @Override
    public String allowed() {
      return "the path of a push file, from the world's folder";
    }

    @Override
    public Map<String, Object> schema() {
      return Shapes.text().schema();
    }
  }
}
