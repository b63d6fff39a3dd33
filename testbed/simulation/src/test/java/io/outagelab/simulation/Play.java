package io.outagelab.simulation;

import io.outagelab.assembly.Assembled;
import io.outagelab.assembly.Assembly;
import io.outagelab.assembly.Happening;
import io.outagelab.assembly.Instructions;
import io.outagelab.assembly.PlacedNode;
import io.outagelab.assembly.StatusBoard;
import io.outagelab.configpush.OperatorInstruction;
import io.outagelab.configpush.Via;
import io.outagelab.core.TimeScale;
import io.outagelab.core.net.Prefix;
import io.outagelab.world.PushFile;
import io.outagelab.world.PushLoader;
import io.outagelab.world.World;
import io.outagelab.world.WorldLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A simulated world under test: its board, and every event since its start. */
final class Play {
  /** Where the shipped worlds are, seen from this module. */
  static final Path WORLDS = Path.of("../../worlds").toAbsolutePath().normalize();

  /** How long a world is left alone before anything is done to it. */
  static final Duration SETTLED = Duration.ofMinutes(10);

  private static final long SEED = 7;

  private final Simulation simulation;
  private final StatusBoard board;
  private final List<Happening> events = new ArrayList<>();
  private Duration origin = Duration.ZERO;

  private Play(Assembled assembled) {
    this.simulation = new Simulation(assembled, List.of(new RoutesHaveOrigins()));
    this.board = new StatusBoard(assembled.world());
  }

  /** A shipped world, settled. */
  static Play of(String world, String... mitigations) {
    return settled(WorldLoader.load(WORLDS.resolve(world), List.of(mitigations)));
  }

  /** A shipped world whose file was edited, settled. */
  static Play changed(String world, Path scratch, UnaryOperator<String> edit) {
    Path copy = scratch.resolve(world);
    copy(WORLDS.resolve(world), copy);
    try {
      Path file = copy.resolve(WorldLoader.FILE);
      String before = Files.readString(file);
      String after = edit.apply(before);
      if (after.equals(before)) {
        throw new IllegalArgumentException("the edit changes nothing in " + file);
      }
      Files.writeString(file, after);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return settled(WorldLoader.load(copy));
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A shipped world with another seed, settled. */
  static Play seeded(String world, long seed) {
    return settled(Assembly.simulated(WorldLoader.load(WORLDS.resolve(world)), seed));
  }

  /** A shipped world whose machines are changed, settled. */
  static Play recast(String world, List<String> mitigations, UnaryOperator<Assembled> change) {
    World loaded = WorldLoader.load(WORLDS.resolve(world), mitigations);
    return settled(change.apply(Assembly.simulated(loaded, SEED)));
  }

  /** A shipped world with one more node in it, settled. */
  static Play with(String world, Function<Assembled, PlacedNode> node) {
    Assembled assembled = Assembly.simulated(WorldLoader.load(WORLDS.resolve(world)), SEED);
    return settled(assembled.with(node.apply(assembled)));
  }

  private static Play settled(World world) {
    return settled(Assembly.simulated(world, SEED));
  }

  private static Play settled(Assembled assembled) {
    Play play = new Play(assembled);
    play.until(SETTLED);
    play.origin = SETTLED;
    return play;
  }

  private void until(Duration worldTime) {
    simulation.runUntil(
        worldTime,
        happening -> {
          board.accept(happening);
          events.add(happening);
        });
  }

  /** Lets it run to this time after it had settled. */
  Play runTo(Duration sinceSettled) {
    until(origin.plus(sinceSettled));
    return this;
  }

  /** The same in minutes. */
  Play runTo(int minutes) {
    return runTo(Duration.ofMinutes(minutes));
  }

  /** Pushes a file of the world's. */
  Play push(String file) {
    return push(file, true);
  }

  /** Pushes a file of the world's, past the audit if so wanted. */
  Play push(String file, boolean audited) {
    PushFile push = PushLoader.load(Path.of("pushes", file), simulation.world());
    simulation.instruct(
        Instructions.push(simulation.world(), TimeScale.REAL, push, audited, Optional.empty()));
    return this;
  }

  /** Tells the operator to take back the last change. */
  Play rollback(Via via, boolean skipTravel) {
    simulation.instruct(new OperatorInstruction.Rollback(Optional.empty(), via, skipTravel));
    return this;
  }

  /** Tells the operator something. */
  Play instruct(OperatorInstruction instruction) {
    simulation.instruct(instruction);
    return this;
  }

  /** What is true now. */
  StatusBoard board() {
    return board;
  }

  /** The lab itself. */
  Simulation simulation() {
    return simulation;
  }

  /** The events of this name since it had settled. */
  List<Happening> events(String name) {
    return events.stream()
        .filter(h -> h.at().compareTo(origin) >= 0 && h.event().name().equals(name))
        .toList();
  }

  /** When an event of this name first came, after it had settled. */
  Optional<Duration> first(String name) {
    return events(name).stream().findFirst().map(h -> h.at().minus(origin));
  }

  /** The sites that originate the prefix. */
  Set<String> originators(String prefix) {
    return board.originators(Prefix.of(prefix));
  }

  /** Whether some site originates the prefix. */
  boolean isOriginated(String prefix) {
    return !originators(prefix).isEmpty();
  }

  /** Every event as one line, for comparing runs. */
  List<String> transcript() {
    return events.stream()
        .map(
            h ->
                "%s %s %s %s %s"
                    .formatted(
                        h.at(),
                        h.event().name(),
                        h.event().subject(),
                        h.event().detail(),
                        new TreeMap<>(h.event().attributes())))
        .toList();
  }
}
