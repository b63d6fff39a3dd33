package io.outagelab.console.api;

import io.outagelab.assembly.Happening;
import io.outagelab.assembly.Lab;
import io.outagelab.assembly.Mode;
import io.outagelab.configpush.OperatorInstruction;
import io.outagelab.core.Event;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.core.TimeScale;
import io.outagelab.core.node.Instruction;
import io.outagelab.harness.EventLog;
import io.outagelab.world.World;
import io.outagelab.world.WorldLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A lab in another process, seen through its API. Closing it leaves the lab as it is. */
public final class RemoteLab implements Lab {
  /** How long one request waits for events: interrupts are seen that late at most. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final LabClient client;
  private final LabDescription description;
  private final World world;
  private long next;

  private RemoteLab(LabClient client, LabDescription description, World world) {
    this.client = client;
    this.description = description;
    this.world = world;
  }

  /**
   * The lab behind this client. Its world is read here: from the file that the lab says it plays,
   * or, where that is a file of another machine or of a container, from the same world among these.
   *
   * @param worlds the folder with the worlds of this machine
   * @throws LabConfigurationException if its world file is not here or is not that world
   */
  public static RemoteLab connect(LabClient client, Path worlds) {
    LabDescription description = client.description();
    Path file = file(client, description, worlds);
    World world = WorldLoader.load(file, description.mitigations());
    if (!world.name().equals(description.world())) {
      throw new LabConfigurationException(
          "the lab at %s plays the world %s, but %s is the world %s now"
              .formatted(client.address(), description.world(), file, world.name()));
    }
    return new RemoteLab(client, description, world);
  }

  private static Path file(LabClient client, LabDescription description, Path worlds) {
    if (Files.isReadable(description.file())) {
      return description.file();
    }
    return Stream.of(worlds.resolve(description.world()).normalize())
        .filter(folder -> worlds.normalize().equals(folder.getParent()))
        .map(folder -> folder.resolve(WorldLoader.FILE))
        .filter(Files::isReadable)
        .findFirst()
        .orElseThrow(
            () ->
                new LabConfigurationException(
                    "the lab at %s plays %s, which is not on this machine; nor is %s in %s"
                        .formatted(
                            client.address(), description.file(), description.world(), worlds)));
  }

  /** The lab behind this client, which plays this world. */
  public static RemoteLab of(LabClient client, World world) {
    return new RemoteLab(client, client.description(), world);
  }

  /** What the lab is. */
  public LabDescription description() {
    return description;
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
    return client.description().time();
  }

  @Override
  public void instruct(Instruction instruction) {
    if (!(instruction instanceof OperatorInstruction known)) {
      throw new IllegalArgumentException("the API carries no " + instruction);
    }
    client.instruct(known);
  }

  @Override
  public void runUntil(Duration worldTime, Consumer<Happening> listener) {
    Duration reached = Duration.ZERO;
    while (!Thread.currentThread().isInterrupted()) {
      Duration left = worldTime.minus(reached).dividedBy(scale().compression());
      Duration wait = left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT;
      EventPage page = client.events(next, wait, Event.Weight.METRIC);
      page.events().forEach(event -> listener.accept(event.happening()));
      next = page.next();
      reached = page.time();
      if (page.events().size() < EventLog.PAGE && reached.compareTo(worldTime) >= 0) {
        return;
      }
    }
  }

  @Override
  public void close() {}
}
