package io.outagelab.console.compose;

import com.fasterxml.jackson.databind.JsonNode;
import io.outagelab.assembly.LabUnavailable;
import io.outagelab.assembly.Mode;
import io.outagelab.console.api.LabClient;
import io.outagelab.console.api.LabDescription;
import io.outagelab.console.compose.ComposeFile.Port;
import io.outagelab.console.compose.ComposeFile.Service;
import io.outagelab.console.compose.ComposeProject.Container;
import io.outagelab.console.shell.CommandFailure;
import io.outagelab.console.shell.ExitCode;
import io.outagelab.console.shell.Shell;
import io.outagelab.console.state.LabRecord;
import io.outagelab.console.state.StateFolder;
import io.outagelab.edge.BgpListener;
import io.outagelab.world.Placement;
import io.outagelab.world.Placement.Part;
import io.outagelab.world.PlacementLoader;
import io.outagelab.world.World;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * A lab of containers that this process has brought up. Closing it takes them down; whoever leaves
 * it open leaves them up.
 */
public final class ComposeLab implements AutoCloseable {
  private static final Duration READY = Duration.ofMinutes(3);
  private static final Duration RETURN = Duration.ofMinutes(1);
  private static final Duration APPS = Duration.ofSeconds(40);
  private static final int LOOK_MILLIS = 500;
  private static final String API = "api";
  private static final int DNS = 53;

  private final Shell shell;
  private final StateFolder state;
  private final ComposeProject project;
  private final ComposeFile file;
  private final LabRecord record;
  private final Optional<InetSocketAddress> bgp;
  private final LabClient client;
  private boolean isGone;

  private ComposeLab(
      Shell shell, StateFolder state, ComposeProject project, ComposeFile file, World world) {
    this.shell = shell;
    this.state = state;
    this.project = project;
    this.file = file;
    this.record = record(file, world);
    this.bgp = bgp(file, world);
    this.client = new LabClient(record.address(), Optional.of(state.token()));
  }

  /**
   * Brings a lab up and waits until it can be used. What it has brought up by then is taken down on
   * every other way out.
   *
   * @throws CommandFailure if it cannot come up here, or has not come up in time
   * @throws InterruptedException if this thread is interrupted, which Ctrl-C must see to
   */
  public static ComposeLab start(
      Shell shell, StateFolder state, World world, ComposeOptions options)
      throws InterruptedException {
    try {
      return start(shell, state, world, options, READY);
    } catch (CommandFailure e) {
      // Ctrl-C reaches compose too, which then fails by itself.
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw e;
    }
  }

  static ComposeLab start(
      Shell shell, StateFolder state, World world, ComposeOptions options, Duration patience)
      throws InterruptedException {
    String folder = ComposeOptions.worldFolder(shell, world);
    ComposeProject project = ComposeProject.open(shell, state, options.variables(folder));
    ComposeFile file = project.file();
    ComposeLab lab = new ComposeLab(shell, state, project, file, world);
    new Preflight(project, file).check();
    if (options.isBuilt() || !project.hasImages(file)) {
      shell.err().println("building the containers' images…");
      project.build();
    }
    boolean isReady = false;
    try {
      lab.up(patience);
      state.record(lab.record);
      isReady = true;
      return lab;
    } finally {
      if (!isReady) {
        lab.close();
      }
    }
  }

  private static LabRecord record(ComposeFile file, World world) {
    Port api =
        file.published(API)
            .orElseThrow(
                () ->
                    CommandFailure.invalid(
                        "the service '%s' of %s publishes no port"
                            .formatted(API, ComposeFile.NAME)));
    Map<String, Integer> resolvers = new LinkedHashMap<>();
    for (Placement.Container container : PlacementLoader.load(world).containers()) {
      for (String resolver : container.resolvers()) {
        file.published(container.name(), DNS, "udp")
            .ifPresent(port -> resolvers.put(resolver, port.number()));
      }
    }
    return LabRecord.ofContainers(
        new InetSocketAddress(api.host(), api.number()), world.name(), resolvers);
  }

  /** Where this machine finds the router that tells guests its routes, if it does. */
  public Optional<InetSocketAddress> bgp() {
    return bgp;
  }

  private static Optional<InetSocketAddress> bgp(ComposeFile file, World world) {
    String backbone = PlacementLoader.load(world).playing(Part.BACKBONE).name();
    return file.published(backbone, BgpListener.PORT, "tcp")
        .map(port -> new InetSocketAddress(port.host(), port.number()));
  }

  private void up(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    OptionalInt exitCode = project.up(patience);
    if (exitCode.isPresent() && exitCode.getAsInt() != 0) {
      throw failure("compose could not start the containers: see above");
    }
    if (!until(deadline, this::isReady)) {
      throw failure("the containers are not ready after %d s".formatted(patience.toSeconds()));
    }
    awaitApps();
  }

  private boolean isReady() throws InterruptedException {
    List<Container> containers = project.containers();
    Optional<Container> over = containers.stream().filter(Container::isOver).findFirst();
    if (over.isPresent()) {
      throw failure("'%s' has ended".formatted(over.get().service()));
    }
    return unhealthy(containers).isEmpty() && isAnswering();
  }

  /** What comes about in other processes, which tell nobody of it. */
  private interface Condition {
    boolean holds() throws InterruptedException;
  }

  /** Looks until the condition holds, or it is too late for that; says which. */
  private static boolean until(long deadline, Condition condition) throws InterruptedException {
    while (!condition.holds()) {
      if (System.nanoTime() >= deadline) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    return true;
  }

  /**
   * Players that have just started work for nobody yet: waits until every app is up. Goes on
   * without some of them after a while, since a world may well be one in which they never are.
   */
  private void awaitApps() throws InterruptedException {
    if (!until(System.nanoTime() + APPS.toNanos(), this::areAppsUp)) {
      shell.err().println("not every app is up yet: see './lab status'");
    }
  }

  private boolean areAppsUp() {
    try {
      for (JsonNode app : client.status().path("apps")) {
        if (!app.path("state").asText().equals("up")) {
          return false;
        }
      }
      return true;
    } catch (LabUnavailable | LabClient.Refused e) {
      return false;
    }
  }

  private boolean isAnswering() {
    try {
      Mode mode = client.description().mode();
      if (mode != Mode.COMPOSE) {
        throw CommandFailure.invalid(
            "the lab that answers at %s is %s, not one of containers"
                .formatted(client.address(), mode.label()));
      }
      return true;
    } catch (LabUnavailable | LabClient.Refused e) {
      return false;
    }
  }

  /** What is wrong with which service, in the order of the file. */
  private Map<String, String> unhealthy(List<Container> containers) {
    Map<String, String> unhealthy = new LinkedHashMap<>();
    for (Service service : file.services()) {
      Optional<Container> container =
          containers.stream().filter(c -> c.service().equals(service.name())).findFirst();
      if (container.filter(Container::isHealthy).isEmpty()) {
        unhealthy.put(
            service.name(), container.map(Container::status).orElse("it has no container"));
      }
    }
    return unhealthy;
  }

  /** The failure, after it is told which services are not healthy, and their last words. */
  private CommandFailure failure(String what) throws InterruptedException {
    Map<String, String> unhealthy = unhealthy(project.containers());
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, String> service : unhealthy.entrySet()) {
      lines.add("%s: %s".formatted(service.getKey(), service.getValue()));
      project.logs(service.getKey()).forEach(line -> lines.add("  " + line));
    }
    lines.forEach(shell.err()::println);
    String which =
        unhealthy.isEmpty()
            ? "every service is healthy, but nothing answers at " + client.address()
            : "not healthy: " + String.join(", ", unhealthy.keySet());
    return CommandFailure.invalid(what + "; " + which);
  }

  /** A client of its API. */
  public LabClient client() {
    return client;
  }

  /** What is remembered of it. */
  public LabRecord record() {
    return record;
  }

  /** What it is. */
  public LabDescription description() {
    return client.description();
  }

  /**
   * Waits, after the API has fallen silent, until it is back; returns false if the containers are
   * gone: somebody has taken them down.
   *
   * @throws CommandFailure if neither comes about
   */
  public boolean awaitReturn() throws InterruptedException {
    boolean isKnown =
        until(
            System.nanoTime() + RETURN.toNanos(),
            () -> {
              isGone = project.containers().isEmpty();
              return isGone || isAnswering();
            });
    if (isKnown) {
      return !isGone;
    }
    throw new CommandFailure(
        ExitCode.INCONCLUSIVE,
        "nothing has answered at %s for %d s".formatted(client.address(), RETURN.toSeconds()));
  }

  /** Takes the containers down, unless somebody else was seen to have done so. */
  @Override
  public void close() {
    if (isGone) {
      state.forget();
      return;
    }
    shell.err().println("taking the containers down…");
    project
        .down()
        .ifPresentOrElse(
            complaint ->
                shell
                    .err()
                    .println(
                        "lab: the containers are not down (%s): try './lab down'"
                            .formatted(complaint)),
            state::forget);
  }
}
