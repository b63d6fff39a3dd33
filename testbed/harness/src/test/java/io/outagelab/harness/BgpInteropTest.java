package io.outagelab.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** BGP speakers of others, from Debian's packages, see the lab's outage in their own tables. */
@Tag("interop")
@Timeout(120)
class BgpInteropTest {
  private static final long PATIENCE_SECONDS = 30;
  private static final String NAME_SERVERS = "192.0.2.0/25";
  private static final String COVER = "192.0.2.0/24";

  @TempDir private Path folder;

  private static Path tool(String name, String debianPackage) {
    String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
    Optional<Path> found =
        Stream.of(path.split(File.pathSeparator))
            .map(at -> Path.of(at, name))
            .filter(Files::isExecutable)
            .findFirst();
    String reason = "needs %s: apt-get install %s".formatted(name, debianPackage);
    if (found.isEmpty() && "true".equals(System.getenv("CI"))) {
      fail(reason);
    }
    assumeTrue(found.isPresent(), reason);
    return found.orElseThrow();
  }

  /** A daemon of somebody else's, ended with the test. */
  private record Daemon(Process process) implements AutoCloseable {
    @Override
    public void close() {
      process.destroy();
      try {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

  private Daemon start(String... command) throws IOException {
    return new Daemon(
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start());
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  /** Asks until it is told this. */
  private void until(List<String> question, Predicate<String> expected) throws Exception {
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    String said = run(question);
    while (!expected.test(said)) {
      assertThat(System.nanoTime())
          .as("%s says: %s%n%s", question, said, Files.readString(folder.resolve("log")))
          .isLessThan(giveUp);
      TimeUnit.MILLISECONDS.sleep(100); // another's daemon tells nobody when it is done
      said = run(question);
    }
  }

  private static Predicate<String> has(String prefix) {
    return said -> said.contains(prefix);
  }

  private void seesTheOutage(LiveLab live, List<String> table) throws Exception {
    until(table, has(NAME_SERVERS).and(has(COVER)));
    live.push("drain-everything.yaml");
    until(table, has(NAME_SERVERS).negate().and(has(COVER)));
  }

  @Test
  void birdSeesThePrefixGo() throws Exception {
    String bird = tool("bird", "bird2").toString();
    String birdc = tool("birdc", "bird2").toString();
    try (LiveLab live = LiveLab.startWithBgp("tiny", 300, 0).untilWell()) {
      Files.writeString(
          folder.resolve("bird.conf"),
          """
          router id 198.51.100.1;
          protocol device {}
          protocol bgp lab {
            local 127.0.0.1 port %d as 64512;
            neighbor 127.0.0.1 port %d as %d;
            multihop;
            ipv4 { import all; export none; };
          }
          """
              .formatted(LiveLab.freePort(), port(live), guestsAs(live)));
      String socket = folder.resolve("ctl").toString();
      try (Daemon daemon = start(bird, "-f", "-c", "bird.conf", "-s", socket, "-P", "bird.pid")) {
        assertThat(daemon.process().isAlive()).isTrue();
        seesTheOutage(live, List.of(birdc, "-s", socket, "show", "route"));
      }
    }
  }

  @Test
  void gobgpSeesThePrefixGo() throws Exception {
    String gobgpd = tool("gobgpd", "gobgpd").toString();
    String gobgp = tool("gobgp", "gobgpd").toString();
    try (LiveLab live = LiveLab.startWithBgp("tiny", 300, 0).untilWell()) {
      Files.writeString(
          folder.resolve("gobgpd.toml"),
          """
          [global.config]
            as = 64512
            router-id = "198.51.100.1"
            port = -1
          [[neighbors]]
            [neighbors.config]
              neighbor-address = "127.0.0.1"
              peer-as = %d
            [neighbors.transport.config]
              remote-port = %d
            [neighbors.ebgp-multihop.config]
              enabled = true
              multihop-ttl = 2
          """
              .formatted(guestsAs(live), port(live)));
      int control = LiveLab.freePort();
      try (Daemon daemon =
          start(gobgpd, "-f", "gobgpd.toml", "--api-hosts", "127.0.0.1:" + control)) {
        assertThat(daemon.process().isAlive()).isTrue();
        seesTheOutage(
            live,
            List.of(gobgp, "-u", "127.0.0.1", "-p", Integer.toString(control), "global", "rib"));
      }
    }
  }

  private static int port(LiveLab live) {
    return live.lab().bgp().orElseThrow().getPort();
  }

  private static long guestsAs(LiveLab live) {
    return live.lab().world().site(live.lab().world().guest()).as();
  }
}
