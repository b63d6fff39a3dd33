package io.outagelab.world;

import static io.outagelab.world.yaml.Field.optional;
import static io.outagelab.world.yaml.Field.required;
import static io.outagelab.world.yaml.Shapes.bool;
import static io.outagelab.world.yaml.Shapes.integer;
import static io.outagelab.world.yaml.Shapes.list;
import static io.outagelab.world.yaml.Shapes.name;
import static io.outagelab.world.yaml.Shapes.reference;
import static io.outagelab.world.yaml.Shapes.text;
import static io.outagelab.world.yaml.Shapes.wordOr;

import io.outagelab.core.config.RouterChange;
import io.outagelab.world.Selector.All;
import io.outagelab.world.Selector.Only;
import io.outagelab.world.yaml.Field;
import io.outagelab.world.yaml.ObjectShape;
import io.outagelab.world.yaml.Place;
import io.outagelab.world.yaml.Problems;
import io.outagelab.world.yaml.Reading;
import io.outagelab.world.yaml.Shape;
import io.outagelab.world.yaml.YamlReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads push files, for a world whose planes and sites they name. */
public final class PushLoader {
  /** More planes than any world has: where no world is at hand, any of its numbers may be named. */
  private static final int MAX_PLANES = 32;

  /** Which of the backbone's routers a push is for. */
  private record Targets(Selector<Integer> planes, Selector<String> sites) {}

  private PushLoader() {}

  /** The push in this file; a relative path starts in the world's folder. */
  public static PushFile load(Path path, World world) {
    Problems problems = new Problems();
    Optional<PushFile> push = read(path, world, problems);
    problems.throwIfAny();
    return push.orElseThrow(() -> new IllegalStateException("no push and no problem: " + path));
  }

  /** The push in this file, or problems. */
  public static Optional<PushFile> read(Path path, World world, Problems problems) {
    Path file = world.folder().resolve(path);
    Reading reading = Reading.of(new Place(file.toString(), 1), problems);
    world.sites().stream()
        .map(Site::name)
        .filter(world::isOnBackbone)
        .forEach(site -> reading.define(Kinds.SITE, site));
    return YamlReader.read(file, problems)
        .flatMap(node -> shape(file, world.backbone().planes()).read(node, reading));
  }

  /** The shape of any world's push files, for its schema. */
  static Shape<PushFile> shape() {
    return shape(Path.of(""), MAX_PLANES);
  }

  private static Shape<PushFile> shape(Path file, int planes) {
    Field<String> change = required("change", name(), "The change's id.");
    Field<String> author = required("author", text(), "Who wants it.");
    Field<String> reason = optional("reason", text(), "", "Why.");
    Field<SortedMap<String, String>> set = required("set", settings(), "What is set.");
    Field<Targets> on =
        required("on", targets(planes), "On which of the backbone's plane routers.");
    return ObjectShape.of(
        "A configuration change of the backbone's plane routers.",
        List.of(change, author, reason, set, on),
        values ->
            new PushFile(
                values.get(change),
                values.get(author),
                values.get(reason),
                values.get(set),
                values.get(on).planes(),
                values.get(on).sites(),
                file));
  }

  private static Shape<SortedMap<String, String>> settings() {
    Field<Boolean> drained =
        required(RouterChange.DRAINED, bool(), "Takes a router's backbone links out of use.");
    return ObjectShape.of(
        "What is set on each router.",
        List.of(drained),
        values -> {
          SortedMap<String, String> settings = new TreeMap<>();
          settings.put(RouterChange.DRAINED, values.get(drained).toString());
          return settings;
        });
  }

  private static Shape<Targets> targets(int planes) {
    Field<Selector<Integer>> onPlanes =
        required(
            "planes",
            wordOr("all", new All<>(), list(integer(1, planes), 1).map(Only::new)),
            "all, or the numbers of planes.");
    Field<Selector<String>> atSites =
        required(
            "sites",
            wordOr("all", new All<>(), list(reference(Kinds.SITE), 1).map(Only::new)),
            "all, or the names of sites.");
    return ObjectShape.of(
        "Which routers.",
        List.of(onPlanes, atSites),
        values -> new Targets(values.get(onPlanes), values.get(atSites)));
  }
}
