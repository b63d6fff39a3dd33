package io.outagelab.simulation;

import io.outagelab.assembly.Assembled;
import io.outagelab.assembly.Assembly;
import io.outagelab.assembly.Happening;
import io.outagelab.assembly.InMemoryNetwork;
import io.outagelab.assembly.Lab;
import io.outagelab.assembly.Mode;
import io.outagelab.assembly.Stage;
import io.outagelab.core.Tick;
import io.outagelab.core.TimeScale;
import io.outagelab.core.node.Instruction;
import io.outagelab.world.World;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * A lab in virtual time. The same world and seed give the same events, byte for byte.
 *
 * <p>Messages on the wire are really encoded and decoded; what becomes of each packet is asked of
 * the routers' tables; time jumps from one piece of work to the next.
 */
public final class Simulation implements Lab {
  private final Assembled assembled;
  private final Stage stage;
  private final List<Checker> checkers;
  private final Queue<Happening> unread = new ArrayDeque<>();
  private Tick now = Tick.ZERO;

  /** A simulation of the world, started, with the checkers that every world is watched by. */
  public Simulation(World world, long seed) {
    this(world, seed, List.of(new RoutesHaveOrigins()));
  }

  /** A simulation of the world, started, watched by these checkers. */
  public Simulation(World world, long seed, List<Checker> checkers) {
    this(Assembly.simulated(world, seed), checkers);
  }

  /** A simulation of these machines, started, watched by these checkers. */
  public Simulation(Assembled assembled, List<Checker> checkers) {
    this.assembled = assembled;
    this.checkers = List.copyOf(checkers);
    this.stage =
        new Stage(assembled, on -> new InMemoryNetwork(on, assembled.addressing()), this::observed);
    stage.start(now);
  }

  private void observed(Stage.Observation observation) {
    checkers.forEach(checker -> checker.observe(observation));
    unread.add(new Happening(observation.at().sinceStart(), observation.event()));
  }

  /** The stage, for tests that look behind the scenes. */
  public Stage stage() {
    return stage;
  }

  /** The machines. */
  public Assembled assembled() {
    return assembled;
  }

  @Override
  public World world() {
    return assembled.world();
  }

  @Override
  public Mode mode() {
    return Mode.SIMULATED;
  }

  @Override
  public long seed() {
    return assembled.seed();
  }

  @Override
  public List<String> mitigations() {
    return assembled.world().mitigations();
  }

  @Override
  public TimeScale scale() {
    return TimeScale.REAL;
  }

  @Override
  public Duration worldTime() {
    return now.sinceStart();
  }

  @Override
  public void instruct(Instruction instruction) {
    stage.instruct(now, Assembled.OPERATOR, instruction);
  }

  @Override
  public void runUntil(Duration worldTime, Consumer<Happening> listener) {
    Tick end = Tick.at(worldTime);
    drain(listener);
    while (!stage.deadline().isAfter(end)) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      now = stage.step();
      drain(listener);
    }
    if (now.isBefore(end)) {
      now = end;
    }
  }

  private void drain(Consumer<Happening> listener) {
    for (Happening next = unread.poll(); next != null; next = unread.poll()) {
      listener.accept(next);
    }
  }

  /** Asks every checker whether all is as it must be in the end. */
  public void checkAtRest() {
    checkers.forEach(Checker::atRest);
  }

  @Override
  public void close() {}
}
