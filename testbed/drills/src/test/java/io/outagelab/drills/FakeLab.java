package io.outagelab.drills;

import io.outagelab.assembly.Happening;
import io.outagelab.assembly.Lab;
import io.outagelab.assembly.LabUnavailable;
import io.outagelab.assembly.Mode;
import io.outagelab.core.Event;
import io.outagelab.core.TimeScale;
import io.outagelab.core.node.Instruction;
import io.outagelab.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A lab whose events a test scripts, and which answers instructions as the test says. */
public final class FakeLab implements Lab {
  private record Planned(Duration at, int number, Runnable run) {}

  private final World world = TestWorlds.lane();
  private final PriorityQueue<Planned> plan =
      new PriorityQueue<>(Comparator.comparing(Planned::at).thenComparingInt(Planned::number));
  private final List<Instruction> instructions = new ArrayList<>();
  private final BiConsumer<FakeLab, Instruction> reaction;
  private final List<Happening> happened = new ArrayList<>();
  private Duration now = Duration.ZERO;
  private int planned;
  private boolean isAway;

  /** With this reaction to instructions. */
  public FakeLab(BiConsumer<FakeLab, Instruction> reaction) {
    this.reaction = reaction;
  }

  /** Plans an event so long from now. */
  public FakeLab in(String after, Event event) {
    return run(after, () -> happened.add(new Happening(now, event)));
  }

  /** Plans something else so long from now. */
  public FakeLab run(String after, Runnable run) {
    plan.add(new Planned(now.plus(Duration.parse("PT" + after)), planned++, run));
    return this;
  }

  /** From now on it answers nothing, or answers again. */
  public void away(boolean away) {
    isAway = away;
  }

  private void answer() {
    if (isAway) {
      throw new LabUnavailable("nobody is at home");
    }
  }

  /** What it was told, in order. */
  public List<Instruction> instructions() {
    return List.copyOf(instructions);
  }

  @Override
  public World world() {
    return world;
  }

  @Override
  public Mode mode() {
    return Mode.SIMULATED;
  }

  @Override
  public long seed() {
    return 1;
  }

  @Override
  public List<String> mitigations() {
    return List.of();
  }

  @Override
  public TimeScale scale() {
    return TimeScale.REAL;
  }

  @Override
  public Duration worldTime() {
    answer();
    return now;
  }

  @Override
  public void instruct(Instruction instruction) {
    answer();
    instructions.add(instruction);
    reaction.accept(this, instruction);
  }

  @Override
  public void runUntil(Duration worldTime, Consumer<Happening> listener) {
    answer();
    while (!plan.isEmpty() && plan.peek().at().compareTo(worldTime) <= 0) {
      Planned next = plan.remove();
      now = next.at();
      next.run().run();
      happened.forEach(listener);
      happened.clear();
      answer();
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
    }
    now = worldTime;
  }

  @Override
  public void close() {}
}
