package io.outagelab.console.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outagelab.console.api.Json;
import io.outagelab.console.shell.ExitCode;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.drills.language.DrillLoader;
import io.outagelab.world.PushLoader;
import io.outagelab.world.World;
import io.outagelab.world.WorldLoader;
import io.outagelab.world.yaml.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lab validate}. */
@Command(
    name = "validate",
    header = "Checks worlds, their parts, pushes and drills without running them.",
    description = {
      "A folder stands for all such files in it. What a file is shows in its content.",
      "Exit code 2 if there is a problem."
    })
public final class ValidateCommand implements Callable<Integer> {
  private final LabCommand lab;
  private final SequencedSet<String> problems = new LinkedHashSet<>();

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files or folders.")
  private List<Path> paths = new ArrayList<>();

  ValidateCommand(LabCommand lab) {
    this.lab = lab;
  }

  @Override
  public Integer call() {
    SequencedSet<Path> files = new LinkedHashSet<>();
    paths.forEach(path -> collect(path, files));
    files.forEach(this::check);
    if (lab.isJson()) {
      ObjectNode json = Json.object().put("files", files.size());
      json.set("problems", Json.texts(problems));
      lab.out().println(Json.pretty(json));
    } else if (problems.isEmpty()) {
      lab.out().printf("%d %s, no problems%n", files.size(), files.size() == 1 ? "file" : "files");
    } else {
      problems.forEach(lab.shell().err()::println);
    }
    return problems.isEmpty() ? ExitCode.OK : ExitCode.INVALID;
  }

  private void collect(Path path, SequencedSet<Path> files) {
    if (!Files.isDirectory(path)) {
      files.add(path);
    } else if (Files.isRegularFile(path.resolve(WorldLoader.FILE))) {
      files.add(path.resolve(WorldLoader.FILE));
      Sniffer.PARTS.forEach(part -> files.addAll(Worlds.yaml(path.resolve(part))));
    } else {
      int before = files.size();
      files.addAll(Worlds.yaml(path));
      Worlds.list(path).stream()
          .filter(folder -> Files.isRegularFile(folder.resolve(WorldLoader.FILE)))
          .forEach(world -> collect(world, files));
      if (files.size() == before) {
        problems.add(path + ": there is no file to check in this folder");
      }
    }
  }

  private void check(Path file) {
    Problems unreadable = new Problems();
    Optional<Sniffer.Kind> kind = Sniffer.kind(file, unreadable);
    if (!unreadable.isEmpty()) {
      unreadable.list().forEach(problem -> problems.add(problem.toString()));
    } else if (kind.isEmpty()) {
      problems.add(
          file + ":1: has none of the keys 'world', 'change' or 'drill' that tell what it is");
    } else {
      collectProblems(() -> read(file, kind.get()));
    }
  }

  private void read(Path file, Sniffer.Kind kind) {
    switch (kind) {
      case WORLD -> WorldLoader.load(file);
      case MITIGATION ->
          WorldLoader.load(
              worldOf(file), List.of(file.getFileName().toString().replace(".yaml", "")));
      case PUSH -> PushLoader.load(file.toAbsolutePath(), world(worldOf(file)));
      case DRILL -> DrillLoader.load(file, world(worldOf(file)));
    }
  }

  private static World world(Path path) {
    return WorldLoader.load(path);
  }

  /** The world in whose folder the file lies; else the one that a drill names. */
  private Path worldOf(Path file) {
    Worlds worlds = new Worlds(lab.shell());
    return Sniffer.worldBeside(file)
        .or(() -> Sniffer.worldOf(file).map(worlds::find))
        .orElseGet(() -> worlds.find(Worlds.USUAL));
  }

  private void collectProblems(Runnable reading) {
    try {
      reading.run();
    } catch (LabConfigurationException e) {
      Objects.requireNonNullElse(e.getMessage(), "").lines().forEach(problems::add);
    }
  }
}
