package io.outagelab.console.compose;

import io.outagelab.assembly.Mode;
import io.outagelab.console.Repository;
import io.outagelab.console.api.FakeLab;
import io.outagelab.console.api.Told;
import io.outagelab.core.Event;
import io.outagelab.core.Layer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * Scripts that play Docker and its compose command, beside a world that has containers.
 *
 * <p>They write down how they are called. Files in their folder say what they answer: {@code ps}
 * what runs once it is up, {@code networks}, {@code NAME.fails} how a command fails, {@code images}
 * that there are some. When the containers are started, the lab's API comes up too.
 */
public final class FakeDocker implements AutoCloseable {
  private static final String SCRIPT =
      """
      #!/bin/sh
      PATH=/usr/bin:/bin
      cd "${0%/*}" || exit 9
      fail() { if [ -f "$1.fails" ]; then cat "$1.fails" >&2; exit 1; fi; }
      own() {
        echo "compose $*" >>calls
        case "$1 $2 $3" in
          version*) fail version; cat version ;;
          "-p outage-lab config") fail config; cat config ;;
          "-p outage-lab build") fail build; echo "Building all"; touch images ;;
          "-p outage-lab up")
            env | grep ^LAB_ | sort >environment
            touch running
            echo "Creating outage-lab_api_1"
            fail up
            cat coming
            ;;
          "-p outage-lab logs") shift 6; echo "$1 says that it is tired" ;;
          "-p outage-lab down") rm -f running; fail down ;;
          *) echo "compose cannot $*" >&2; exit 9 ;;
        esac
      }
      if [ "${0##*/}" = docker-compose ]; then own "$@"; exit; fi
      if [ "$1" = compose ]; then fail plugin; shift; own "$@"; exit; fi
      echo "docker $*" >>calls
      case "$1 $2" in
        "info "*) fail info; echo 28.0 ;;
        "ps "*) fail ps; if [ -f running ]; then cat ps; fi ;;
        "network ls") echo 1234 ;;
        "network inspect") cat networks ;;
        "image inspect") [ -f images ] ;;
        *) echo "docker cannot $*" >&2; exit 9 ;;
      esac
      """;

  private static final String FILE =
      """
      services:
        api:
          image: outage-lab:latest
          build: {context: .}
          ports: ["127.0.0.1:${LAB_PORT:-%1$d}:8090"]
        resolver-public:
          image: outage-lab:latest
          build: {context: .}
          ports: ["127.0.0.1:${LAB_DNS_PORT_1:-%2$d}:53/udp", "127.0.0.1:${LAB_DNS_PORT_1:-%2$d}:53"]
      networks:
        lab: {ipam: {config: [{subnet: "${LAB_NET:-10.53}.0.0/16"}]}}
      """;

  private static final String PLACEMENT =
      """
      containers:
        - {name: backbone, at: 254.1, plays: [backbone, announcers, crowd, monitors, doors, tools]}
        - {name: dns, at: 2.53, name-servers: [www-dns]}
        - {name: root, at: 113.1, name-servers: [root]}
        - {name: resolver-public, at: 113.53, resolvers: [public]}
        - {name: resolver-inner, at: 8.53, resolvers: [inner]}
        - {name: apps, at: 2.180, services: [store, www]}
        - {name: api, at: 254.4, plays: [api]}
      """;

  private static final String HEALTHY =
      """
      api|running|Up 5 seconds (healthy)
      resolver-public|running|Up 5 seconds (healthy)
      """;

  private final Path folder;
  private final Path bin;
  private final int port;
  private final int dnsPort;
  private final AtomicReference<Optional<FakeLab>> lab = new AtomicReference<>(Optional.empty());

  /** Plays in this folder, which is made the home of a script and of its state. */
  public FakeDocker(Path folder) {
    this.folder = folder;
    this.bin = folder.resolve("bin");
    this.port = free();
    this.dnsPort = free();
    try {
      Files.createDirectories(bin);
      copyWorld(folder.resolve("worlds").resolve("tiny"));
      Files.writeString(
          folder.resolve("worlds").resolve("tiny").resolve("containers.yaml"), PLACEMENT);
      Files.writeString(folder.resolve("docker-compose.yml"), FILE.formatted(port, dnsPort));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    install("docker");
    says("version", "v2.40.0\n");
    says("config", resolved(FILE.formatted(port, dnsPort)));
    says("networks", "bridge|ce8044df1e87|<no value>|172.29.0.0/24 \nhost|3ec63ff1af68||\n");
    says("ps", HEALTHY);
    says("images", "");
    run("mkfifo", bin.resolve("coming").toString());
    Thread.ofPlatform().daemon().start(this::comeUp);
  }

  /** As compose fills it in where nothing is set. */
  static String resolved(String file) {
    return file.replaceAll("\\$\\{[A-Z0-9_]+:-([^}]*)}", "$1");
  }

  private static void copyWorld(Path to) throws IOException {
    try (Stream<Path> files = Files.walk(Repository.tiny())) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(Repository.tiny().relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  /** A port that nobody listens on, by UDP and TCP. */
  public static int free() {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket tcp = new ServerSocket(0, 1, loopback);
        DatagramSocket udp =
            new DatagramSocket(new InetSocketAddress(loopback, tcp.getLocalPort()))) {
      return udp.getLocalPort();
    } catch (IOException e) {
      return free();
    }
  }

  private static void run(String... command) {
    try {
      int exitCode = new ProcessBuilder(command).start().waitFor();
      if (exitCode != 0) {
        throw new IllegalStateException(String.join(" ", command) + " ends with " + exitCode);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The script that starts the containers waits until somebody has had this pipe open. */
  private void comeUp() {
    try (OutputStream pipe = Files.newOutputStream(bin.resolve("coming"))) {
      Path inside = Path.of("/lab/worlds/tiny/world.yaml");
      FakeLab fresh = new FakeLab(Mode.COMPOSE, inside, port);
      lab.set(Optional.of(fresh));
      // Once every app is up, the lab is.
      Map<String, String> up = Map.of("app", "www", "state", "up");
      fresh.observe(new Told(Layer.APP, "app-changed", "www", Event.Weight.DETAIL, up));
      pipe.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a script of this name. */
  public FakeDocker install(String name) {
    says(name, SCRIPT);
    try {
      Files.setPosixFilePermissions(
          bin.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes a script or an answer away. */
  public FakeDocker without(String name) {
    try {
      Files.deleteIfExists(bin.resolve(name));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it answers. */
  public FakeDocker says(String name, String content) {
    try {
      Files.writeString(bin.resolve(name), content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How it was called so far. */
  public List<String> calls() {
    return lines("calls");
  }

  /** The LAB variables that the containers were started with. */
  public List<String> environment() {
    return lines("environment");
  }

  private List<String> lines(String name) {
    try {
      Path file = bin.resolve(name);
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether its containers are there. */
  public boolean isRunning() {
    return Files.exists(bin.resolve("running"));
  }

  /** The folder with the scripts, for a PATH. */
  public String path() {
    return bin.toString();
  }

  /** The folder with the compose file and the worlds. */
  public Path home() {
    return folder;
  }

  /** Where the API is published. */
  public int port() {
    return port;
  }

  /** Where the resolver is published. */
  public int dnsPort() {
    return dnsPort;
  }

  /** The lab that came up. */
  public FakeLab lab() {
    return lab.get().orElseThrow();
  }

  /** Stops the lab that came up, as its containers going away would. */
  @Override
  public void close() {
    lab.get().ifPresent(FakeLab::close);
  }
}
