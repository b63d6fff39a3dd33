package io.outagelab.console.command;

import io.outagelab.console.api.ApiServer;
import io.outagelab.console.api.DescriptionJson;
import io.outagelab.console.api.EmbeddedService;
import io.outagelab.console.api.Json;
import io.outagelab.console.api.LabDescription;
import io.outagelab.console.api.ResolverSockets;
import io.outagelab.console.compose.ComposeOptions;
import io.outagelab.console.shell.CommandFailure;
import io.outagelab.console.shell.ExitCode;
import io.outagelab.console.state.LabRecord;
import io.outagelab.console.state.StateFolder;
import io.outagelab.console.text.EventText;
import io.outagelab.console.text.Paint;
import io.outagelab.console.text.Welcome;
import io.outagelab.core.Event;
import io.outagelab.edge.BgpListener;
import io.outagelab.harness.EmbeddedLab;
import io.outagelab.harness.EmbeddedOptions;
import io.outagelab.world.World;
import io.outagelab.world.WorldLoader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lab up}. */
@Command(
    name = "up",
    header = "Starts a live lab on this machine and follows it until Ctrl-C.",
    description = {
      "Everything listens on loopback: no Docker, no root.",
      "With --compose every player is a container instead, published on loopback."
    })
public final class UpCommand implements Callable<Integer> {
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(8);
  private static final int MAX_PORT = 65_535;

  private final LabCommand lab;

  @Option(
      names = "--world",
      paramLabel = "WORLD",
      description = "A world's name or path; " + Worlds.USUAL + ", unless given.")
  private String worldName = Worlds.USUAL;

  @Option(
      names = "--compression",
      paramLabel = "N",
      description = "How many times faster than the world the lab runs; the world's own.")
  private Optional<Integer> compression = Optional.empty();

  @Option(
      names = {"-d", "--detach"},
      description = "Leave the lab in the background once it is up.")
  private boolean detach;

  @Option(
      names = "--with",
      paramLabel = "MITIGATION",
      description = "A safeguard to add; may be given several times.")
  private List<String> mitigations = new ArrayList<>();

  @Option(
      names = "--dns-port",
      paramLabel = "PORT",
      description = "Where name servers and resolvers listen; 10053, unless given.")
  private Optional<Integer> givenDnsPort = Optional.empty();

  @Option(
      names = "--bgp-port",
      paramLabel = "PORT",
      description = "Where BGP speakers may listen in, on 127.0.0.1; 1790, unless given.")
  private Optional<Integer> givenBgpPort = Optional.empty();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where the API and the page listen; 8080, unless given.")
  private Optional<Integer> givenPort = Optional.empty();

  @Option(names = "--seed", paramLabel = "N", description = "The seed of all randomness.")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--compose",
      description = "Run the lab as containers: needs Docker and its compose command.")
  private boolean compose;

  @Option(
      names = "--build",
      description = "With --compose: build the images even if they are there.")
  private boolean build;

  @Option(names = Background.FLAG, hidden = true)
  private boolean inBackground;

  UpCommand(LabCommand lab) {
    this.lab = lab;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (compose) {
      return inContainers();
    }
    if (build) {
      throw CommandFailure.invalid("--build goes with --compose: there is nothing else to build");
    }
    check("--compression", compression.orElse(1), 1, 100_000);
    check("--dns-port", dnsPort(), 1, MAX_PORT);
    check("--bgp-port", bgpPort(), 0, MAX_PORT);
    check("--port", port(), 0, MAX_PORT);
    World world = WorldLoader.load(new Worlds(lab.shell()).find(worldName), mitigations);
    StateFolder.Claim claim = Claims.claim(lab.state());
    try {
      if (!detach) {
        return run(world, lab.state());
      }
    } finally {
      claim.close();
    }
    return new Background(lab, arguments()).start();
  }

  private static void check(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw CommandFailure.invalid("%s is %d to %d, not %d".formatted(option, min, max, value));
    }
  }

  private int inContainers() {
    if (givenDnsPort.isPresent()) {
      throw CommandFailure.invalid(
          "--dns-port goes without --compose: set LAB_DNS_PORT_1, LAB_DNS_PORT_2, LAB_DNS_PORT_3");
    }
    if (givenBgpPort.isPresent()) {
      throw CommandFailure.invalid("--bgp-port goes without --compose: set LAB_BGP_PORT");
    }
    check("--compression", compression.orElse(1), 1, ComposeOptions.MAX_COMPRESSION);
    check("--port", port(), 1, MAX_PORT);
    World world = WorldLoader.load(new Worlds(lab.shell()).find(worldName), mitigations);
    Optional<List<String>> given =
        mitigations.isEmpty() ? Optional.empty() : Optional.of(mitigations);
    return new ComposeUp(
            lab, world, new ComposeOptions(given, compression, seed, givenPort, build), detach)
        .run();
  }

  private int dnsPort() {
    return givenDnsPort.orElse(EmbeddedOptions.DNS_PORT);
  }

  private int bgpPort() {
    return givenBgpPort.orElse(BgpListener.PORT);
  }

  private int port() {
    return givenPort.orElse(ApiServer.PORT);
  }

  private int run(World world, StateFolder state) throws InterruptedException {
    Runnable[] stop = {() -> {}};
    try (Interruption interruption = new Interruption(STOP_PATIENCE, () -> stop[0].run());
        EmbeddedLab live = EmbeddedLab.start(world, options());
        EmbeddedService service = new EmbeddedService(live, dnsPort());
        ApiServer api = ApiServer.start(address(), service, state.token())) {
      stop[0] = service::stop;
      if (interruption.isRequested()) {
        service.stop();
      }
      state.record(LabRecord.ofThisProcess(api.address(), world.name()));
      try {
        welcome(live, service, api);
        follow(service, interruption);
      } finally {
        state.forget();
      }
      return interruption.isRequested() ? ExitCode.INTERRUPTED : ExitCode.OK;
    }
  }

  private EmbeddedOptions options() {
    EmbeddedOptions options =
        EmbeddedOptions.defaults().withDnsPort(dnsPort()).withBgpPort(bgpPort());
    options = seed.isPresent() ? options.withSeed(seed.get()) : options;
    return compression.isPresent() ? options.withCompression(compression.get()) : options;
  }

  private InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port());
  }

  private void welcome(EmbeddedLab live, EmbeddedService service, ApiServer api) {
    if (lab.isJson()) {
      lab.out().println(Json.line(DescriptionJson.of(service.description())));
    } else {
      LabDescription description = service.description();
      ResolverSockets resolvers =
          new ResolverSockets(description, api.address().getHostString(), Optional.empty());
      lab.print(
          new Welcome(lab.paint(), description, live.world(), api.address(), resolvers, live.bgp())
              .lines());
      lab.out().println();
    }
    lab.out().flush();
  }

  /** Prints the story on a thread of its own while this one waits for the end. */
  private void follow(EmbeddedService service, Interruption interruption)
      throws InterruptedException {
    if (inBackground) {
      Background.endGreeting(lab);
    }
    Follower follower =
        new Follower(
            service::events,
            inBackground ? lab.shell().err() : lab.out(),
            new EventText(inBackground ? new Paint(false) : lab.paint()),
            lab.isJson(),
            Event.Weight.STORY,
            0);
    Thread story =
        new Thread(() -> follower.follow(any -> false, interruption::isRequested), "lab-story");
    story.setDaemon(true);
    story.start();
    service.awaitStop();
    story.interrupt();
  }

  /** The arguments that make another process run the same lab. */
  private List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of("up", "--world", worldName));
    compression.ifPresent(times -> arguments.addAll(List.of("--compression", times.toString())));
    mitigations.forEach(mitigation -> arguments.addAll(List.of("--with", mitigation)));
    arguments.addAll(List.of("--dns-port", Integer.toString(dnsPort())));
    arguments.addAll(List.of("--bgp-port", Integer.toString(bgpPort())));
    arguments.addAll(List.of("--port", Integer.toString(port())));
    seed.ifPresent(fixed -> arguments.addAll(List.of("--seed", fixed.toString())));
    arguments.addAll(List.of("--color", lab.paint().isOn() ? "always" : "never"));
    arguments.addAll(List.of("--output", lab.isJson() ? "json" : "text"));
    arguments.add(Background.FLAG);
    return arguments;
  }
}
