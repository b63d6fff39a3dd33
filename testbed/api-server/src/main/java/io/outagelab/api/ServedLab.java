package io.outagelab.api;

import io.outagelab.assembly.Happening;
import io.outagelab.assembly.Lab;
import io.outagelab.assembly.Mode;
import io.outagelab.configpush.OperatorInstruction;
import io.outagelab.console.api.EventPage;
import io.outagelab.console.api.LabDescription;
import io.outagelab.console.api.LabService;
import io.outagelab.core.TimeScale;
import io.outagelab.core.node.Instruction;
import io.outagelab.harness.EventLog;
import io.outagelab.world.World;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * A lab that is served, as a drill sees it. Each has a place of its own among the lab's events;
 * closing it leaves the lab as it is.
 */
final class ServedLab implements Lab {
  /** How long it waits for events before it looks whether its thread was interrupted. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final LabService service;
  private final World world;
  private final LabDescription description;
  private long next;

  /** The lab behind this service, which plays this world. */
  ServedLab(LabService service, World world) {
    this.service = service;
    this.world = world;
    this.description = service.description();
  }

  @Override
  public World world() {
    return world;
  }

  @Override
  public Mode mode() {
    return description.mode();
  }

  @Override
  public long seed() {
    return description.seed();
  }

  @Override
  public List<String> mitigations() {
    return description.mitigations();
  }

  @Override
  public TimeScale scale() {
    return new TimeScale(description.compression());
  }

  @Override
  public Duration worldTime() {
    return service.description().time();
  }

  @Override
  public void instruct(Instruction instruction) {
    if (!(instruction instanceof OperatorInstruction known)) {
      throw new IllegalArgumentException("the operator knows no " + instruction);
    }
    service.instruct(known);
  }

  @Override
  public void runUntil(Duration worldTime, Consumer<Happening> listener) {
    while (!Thread.currentThread().isInterrupted()) {
      Duration left = worldTime.minus(worldTime()).dividedBy(description.compression());
      Duration wait = left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT;
      EventPage page = service.events(next, wait.isNegative() ? Duration.ZERO : wait);
      page.events().forEach(event -> listener.accept(event.happening()));
      next = page.next();
      if (page.events().size() < EventLog.PAGE && page.time().compareTo(worldTime) >= 0) {
        return;
      }
    }
  }

  @Override
  public void close() {}
}
