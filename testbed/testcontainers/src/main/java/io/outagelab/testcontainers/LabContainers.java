package io.outagelab.testcontainers;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import io.outagelab.console.api.LabClient;
import io.outagelab.console.api.ServedLab;
import io.outagelab.core.net.IpAddress;
import io.outagelab.world.Placement;
import io.outagelab.world.Placement.Container;
import io.outagelab.world.Placement.Part;
import io.outagelab.world.PlacementLoader;
import io.outagelab.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.utility.DockerImageName;

/**
 * A world as containers: each player of its placement in one, on a network of their own.
 *
 * <p>The image has the shipped worlds; a world with its placement in {@code containers.yaml} can be
 * played. Closing it removes everything.
 */
public final class LabContainers implements AutoCloseable {
  private static final int API_PORT = 8090;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long MEMORY = 192L << 20;
  private static final long PIDS = 256;
  private static final String STATE = "/lab/state";
  private static final String USER = "10001:10001";

  private final World world;
  private final LabContainersOptions options;
  private final Placement placement;
  private final String token = UUID.randomUUID().toString();
  private final Network network;
  private final Path resolvConf;
  private final Map<String, GenericContainer<?>> containers = new LinkedHashMap<>();

  private LabContainers(World world, LabContainersOptions options) {
    this.world = world;
    this.options = options;
    this.placement = PlacementLoader.load(world);
    this.network =
        Network.builder()
            .createNetworkCmdModifier(
                command ->
                    command.withIpam(
                        new com.github.dockerjava.api.model.Network.Ipam()
                            .withConfig(
                                new com.github.dockerjava.api.model.Network.Ipam.Config()
                                    .withSubnet(options.net() + ".0.0/16")
                                    .withGateway(options.net() + ".255.254"))))
            .build();
    this.resolvConf = resolvConf();
    placement.containers().forEach(c -> containers.put(c.name(), container(c)));
  }

  /** Names inside are the lab's: Docker's own resolver would answer right through an outage. */
  private Path resolvConf() {
    Container resolver =
        placement.containers().stream()
            .filter(container -> !container.resolvers().isEmpty())
            .findFirst()
            .orElseThrow();
    try {
      Path file = Files.createTempFile("outage-lab", ".resolv.conf");
      Files.writeString(file, "nameserver %s\n".formatted(address(resolver.host())));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts a world's containers and returns when all are ready.
   *
   * @throws io.outagelab.core.LabConfigurationException if the world has no placement
   */
  public static LabContainers start(World world, LabContainersOptions options) {
    LabContainers lab = new LabContainers(world, options);
    try {
      lab.startAll();
      return lab;
    } catch (RuntimeException e) {
      lab.close();
      throw e;
    }
  }

  /** The API hears of everything from the start, and announcers find data centres to check. */
  private void startAll() {
    Startables.deepStart(
            List.of(
                container(placement.playing(Part.API).name()),
                container(placement.playing(Part.BACKBONE).name())))
        .join();
    String announcer = placement.playing(Part.ANNOUNCERS).name();
    List<GenericContainer<?>> others =
        containers.entrySet().stream()
            .filter(entry -> !entry.getKey().equals(announcer))
            .<GenericContainer<?>>map(Map.Entry::getValue)
            .toList();
    Startables.deepStart(others).join();
    container(announcer).start();
  }

  private GenericContainer<?> container(Container container) {
    GenericContainer<?> made =
        new GenericContainer<>(DockerImageName.parse(options.image()))
            .withNetwork(network)
            .withEnv("LAB_CONTAINER", container.name())
            .withEnv("LAB_ROLE", role(container))
            .withEnv("LAB_NET", options.net())
            .withEnv("LAB_WORLD", "/lab/worlds/" + world.name())
            .withEnv("LAB_WITH", String.join(",", world.mitigations()))
            .withEnv("LAB_SEED", Long.toString(options.seed()))
            .withEnv("LAB_TOKEN", token)
            .withCreateContainerCmdModifier(command -> confine(command, container))
            .waitingFor(Wait.forHealthcheck().withStartupTimeout(PATIENCE));
    options
        .compression()
        .ifPresent(times -> made.withEnv("LAB_COMPRESSION", Integer.toString(times)));
    if (container.plays(Part.API)) {
      made.withExposedPorts(API_PORT);
    }
    return made;
  }

  private void confine(CreateContainerCmd command, Container container) {
    HostConfig host = Objects.requireNonNull(command.getHostConfig());
    host.withCapDrop(Capability.ALL)
        .withSecurityOpts(List.of("no-new-privileges:true"))
        .withReadonlyRootfs(true)
        .withTmpFs(Map.of("/tmp", ""))
        .withSysctls(Map.of("net.ipv4.ip_unprivileged_port_start", "0"))
        .withMemory(MEMORY)
        .withPidsLimit(PIDS)
        .withInit(true);
    List<Mount> mounts = new ArrayList<>();
    mounts.add(
        new Mount()
            .withType(MountType.BIND)
            .withSource(resolvConf.toString())
            .withTarget("/etc/resolv.conf")
            .withReadOnly(true));
    if (container.plays(Part.BACKBONE)) {
      // Goes with the container, and outlives its process.
      mounts.add(new Mount().withType(MountType.VOLUME).withTarget(STATE));
    }
    host.withMounts(mounts);
    command.withUser(USER).withIpv4Address(address(container.host()));
  }

  private String address(int host) {
    return "%s.%d.%d".formatted(options.net(), host >> 8, host & 0xff);
  }

  /** The shell that plays what a container plays. */
  private static String role(Container container) {
    if (container.plays(Part.API)) {
      return "api";
    }
    if (container.plays(Part.BACKBONE)) {
      return "backbone";
    }
    if (!container.resolvers().isEmpty()) {
      return "resolver";
    }
    boolean answers = !container.nameServers().isEmpty() || container.plays(Part.ANNOUNCERS);
    return answers ? "authoritative" : "apps";
  }

  /** The container of this name, for tests that break it. */
  public GenericContainer<?> container(String name) {
    return Optional.<GenericContainer<?>>ofNullable(containers.get(name))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no container '%s'; there are %s"
                        .formatted(name, String.join(", ", containers.keySet()))));
  }

  /** Where DNS is answered, on port 53, for a published address: reached from a Linux host. */
  public String address(IpAddress published) {
    Integer host = placement.listening(world).get(published);
    if (host == null) {
      throw new IllegalArgumentException("nobody answers DNS at " + published);
    }
    return address(host);
  }

  /** A client of the lab's API. */
  public LabClient client() {
    GenericContainer<?> api = container(placement.playing(Part.API).name());
    InetSocketAddress address = new InetSocketAddress(api.getHost(), api.getMappedPort(API_PORT));
    return new LabClient(address, Optional.of(token));
  }

  /** The lab, for drills. */
  public ServedLab lab() {
    return new ServedLab(client(), world);
  }

  /** Stops and removes all containers and their network. */
  @Override
  public void close() {
    containers.values().parallelStream().forEach(GenericContainer::stop);
    network.close();
    try {
      Files.deleteIfExists(resolvConf);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
