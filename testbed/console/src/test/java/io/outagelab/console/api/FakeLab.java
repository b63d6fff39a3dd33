package io.outagelab.console.api;

import io.outagelab.assembly.Addressing;
import io.outagelab.assembly.Happening;
import io.outagelab.assembly.Mode;
import io.outagelab.assembly.Status;
import io.outagelab.assembly.StatusBoard;
import io.outagelab.configpush.OperatorInstruction;
import io.outagelab.console.Repository;
import io.outagelab.console.api.LabDescription.Place;
import io.outagelab.console.api.LabDescription.Role;
import io.outagelab.core.Event;
import io.outagelab.harness.EventLog;
import io.outagelab.world.World;
import io.outagelab.world.WorldLoader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A lab that only says what a test tells it, behind a real API. */
public final class FakeLab implements LabService, AutoCloseable {
  /** The token that its API wants. */
  public static final String TOKEN = "a-token-for-tests";

  private final World world = WorldLoader.load(Repository.tiny());
  private final StatusBoard board = new StatusBoard(world);
  private final Mode mode;
  private final Path file;
  private EventLog buffer = new EventLog();
  private final List<OperatorInstruction> instructions = new ArrayList<>();
  private final ApiServer api;
  private Function<OperatorInstruction, List<Event>> reaction = instruction -> List.of();
  private Duration time = Duration.ofMinutes(5);
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** A fake that listens on a port of its own. */
  public FakeLab() {
    this(Mode.EMBEDDED, Repository.tiny().resolve(WorldLoader.FILE), 0);
  }

  /** A fake of this mode, which says that its world is that file, on this port. */
  public FakeLab(Mode mode, Path file, int port) {
    this.mode = mode;
    this.file = file;
    api =
        ApiServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), this, TOKEN);
  }

  /** What it observes when it is told something. */
  public void react(Function<OperatorInstruction, List<Event>> with) {
    reaction = with;
  }

  /** Observes this now. */
  public void observe(Event event) {
    Happening happening = new Happening(time, event);
    board.accept(happening);
    buffer.append(happening);
  }

  /** Lets world time pass. */
  public void pass(Duration duration) {
    time = time.plus(duration);
  }

  /** Starts again: with no event, at no time. */
  public void restart() {
    buffer = new EventLog();
    time = Duration.ZERO;
  }

  /** What it was told so far. */
  public List<OperatorInstruction> instructions() {
    return List.copyOf(instructions);
  }

  /** Whether it was asked to stop. */
  public boolean isStopped() {
    return stopped.getCount() == 0;
  }

  /** Waits for somebody to ask it to stop, which it is told after they have their answer. */
  public boolean awaitStop() throws InterruptedException {
    return stopped.await(10, TimeUnit.SECONDS);
  }

  /** Its API as {@code host:port}. */
  public String address() {
    return "127.0.0.1:" + api.address().getPort();
  }

  /** A client of its API. */
  public LabClient client(Optional<String> token) {
    return new LabClient(api.address(), token);
  }

  @Override
  public LabDescription description() {
    return new LabDescription(
        world.name(),
        world.title(),
        file,
        mode,
        7,
        60,
        List.of(),
        world.epoch(),
        time,
        20_053,
        List.of(new Place(Role.RESOLVER, "public", "127.53.113.53", "203.0.113.53")),
        List.of());
  }

  @Override
  public Status status() {
    return board.status(mode, time, 60, Addressing.published());
  }

  @Override
  public EventPage events(long from, Duration wait) {
    return EventPage.of(buffer, from, wait, () -> time);
  }

  @Override
  public long instruct(OperatorInstruction instruction) {
    instructions.add(instruction);
    long next = buffer.next();
    reaction.apply(instruction).forEach(this::observe);
    return next;
  }

  @Override
  public Optional<Runnable> stopper() {
    return mode == Mode.COMPOSE ? Optional.empty() : Optional.of(stopped::countDown);
  }

  @Override
  public void close() {
    api.close();
  }
}
