package io.outagelab.assembly;

import io.outagelab.core.TimeScale;
import io.outagelab.core.node.Instruction;
import io.outagelab.world.World;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * A running lab, whatever its mode: what drills and the console see of it.
 *
 * <p>Not for use by several threads at once, except for {@link #close}. In a lab of other processes
 * every method that asks it something throws {@link LabUnavailable} while it does not answer.
 */
public interface Lab extends AutoCloseable {
  /** The world it plays, mitigations merged in. */
  World world();

  /** How it runs. */
  Mode mode();

  /** The seed of its randomness. */
  long seed();

  /** The names of the mitigations merged into the world. */
  List<String> mitigations();

  /** How much faster than the world it runs. */
  TimeScale scale();

  /** World time since the lab's start. */
  Duration worldTime();

  /** Tells the operator what to do, over the testbed plane. Returns before it is done. */
  void instruct(Instruction instruction);

  /**
   * Lets the world run until this world time, and hands every event over on the calling thread, in
   * order. The first call begins with the events since the lab's start. Simulated, this runs the
   * world; live, it waits. Returns early when the calling thread is interrupted, whose flag stays
   * set.
   */
  void runUntil(Duration worldTime, Consumer<Happening> listener);

  /** Stops the lab and frees what it holds. */
  @Override
  void close();
}
