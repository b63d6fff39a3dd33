package io.outagelab.console.api;

import io.outagelab.assembly.Happening;
import io.outagelab.assembly.Lab;
import io.outagelab.assembly.Mode;
import io.outagelab.configpush.OperatorInstruction;
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

/**
 * A lab that others use too, seen through its service: in this process or in another. Each has a
 * place of its own among the lab's events; closing it leaves the lab as it is.
 *
 * <p>An API that starts again counts its events and its time from zero. Here both go on, from the
 * last moment that was told.
 */
public final class ServedLab implements Lab {
  /** How long it waits for events at once: interrupts are seen that late at most. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final LabAccess access;
  private final LabDescription description;
  private final World world;
  private long next;

  /** The time that the API told last, and the world time when that count began. */
  private Duration told;

  private Duration before = Duration.ZERO;

  /** The lab behind this service, which plays this world. */
  public ServedLab(LabAccess access, World world) {
    this(access, access.description(), world);
  }

  private ServedLab(LabAccess access, LabDescription description, World world) {
    this.access = access;
    this.description = description;
    this.world = world;
    this.told = description.time();
  }

  /**
   * The lab behind this client. Its world is read here: from the file that the lab says it plays,
   * or, where that is a file of another machine or of a container, from the same world among these.
   *
   * @param worlds the folder with the worlds of this machine
   * @throws LabConfigurationException if its world file is not here or is not that world
   */
  public static ServedLab connect(LabClient client, Path worlds) {
    LabDescription description = client.description();
    Path file = file(client, description, worlds);
    World world = WorldLoader.load(file, description.mitigations());
    if (!world.name().equals(description.world())) {
      throw new LabConfigurationException(
          "the lab at %s plays the world %s, but %s is the world %s now"
              .formatted(client.address(), description.world(), file, world.name()));
    }
    return new ServedLab(client, description, world);
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
    heard(access.description().time());
    return before.plus(told);
  }

  @Override
  public void instruct(Instruction instruction) {
    if (!(instruction instanceof OperatorInstruction known)) {
      throw new IllegalArgumentException("a lab's service carries no " + instruction);
    }
    access.instruct(known);
  }

  @Override
  public void runUntil(Duration worldTime, Consumer<Happening> listener) {
    while (!Thread.currentThread().isInterrupted()) {
      EventPage page = access.events(next, wait(worldTime.minus(before.plus(told))));
      if (heard(page.time())) {
        continue;
      }
      page.events().forEach(event -> listener.accept(later(event.happening())));
      next = page.next();
      if (page.events().size() < EventLog.PAGE && before.plus(told).compareTo(worldTime) >= 0) {
        return;
      }
    }
  }

  /** Takes in the API's time. Returns whether it counts anew, time and events. */
  private boolean heard(Duration time) {
    boolean isAnew = time.compareTo(told) < 0;
    if (isAnew) {
      before = before.plus(told);
      next = 0;
    }
    told = time;
    return isAnew;
  }

  private Happening later(Happening happening) {
    return new Happening(before.plus(happening.at()), happening.event());
  }

  /** In real time, with so much world time to go. */
  private Duration wait(Duration left) {
    if (left.isNegative()) {
      return Duration.ZERO;
    }
    Duration wait = scale().scaled(left);
    return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
  }

  @Override
  public void close() {}
}
