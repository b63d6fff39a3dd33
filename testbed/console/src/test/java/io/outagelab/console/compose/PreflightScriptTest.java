package io.outagelab.console.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the preflight container of the compose file says. */
class PreflightScriptTest {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final int INVALID = 2;

  @TempDir private Path folder;

  private record Ended(int exitCode, String out) {}

  private Ended run(long availableMib, String nameserver, String net, String world)
      throws IOException, InterruptedException {
    Path meminfo =
        Files.writeString(
            folder.resolve("meminfo"),
            "MemTotal: 8000000 kB\nMemAvailable:    %d kB\n".formatted(availableMib * 1024));
    Path resolv =
        Files.writeString(folder.resolve("resolv"), "nameserver %s\n".formatted(nameserver));
    ProcessBuilder builder =
        new ProcessBuilder(
                ROOT.resolve("compose/preflight").toString(), meminfo.toString(), resolv.toString())
            .redirectErrorStream(true);
    builder.environment().putAll(Map.of("LAB_NET", net, "LAB_WORLD", world));
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), out);
  }

  private static String world() {
    return ROOT.resolve("worlds/facebook-2021").toString();
  }

  @Test
  void aMachineThatIsFitIsTold() throws Exception {
    assertThat(run(4_096, "10.53.1.1", "10.53", world()))
        .isEqualTo(new Ended(0, "the lab can run here\n"));
  }

  @Test
  void allThatIsInTheWayIsSaidAtOnce() throws Exception {
    Ended ended = run(1_000, "127.0.0.11", "10.256", "/lab/worlds/nowhere");

    assertThat(ended.exitCode()).isEqualTo(INVALID);
    assertThat(ended.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("the lab cannot run here:"),
            line -> assertThat(line).startsWith("memory: 1000 MiB are available").contains("2560"),
            line -> assertThat(line).startsWith("LAB_NET: '10.256' is not").contains("10.53"),
            line -> assertThat(line).startsWith("LAB_WORLD: ").contains("nowhere/world.yaml"),
            line -> assertThat(line).startsWith("LAB_WORLD: ").contains("nowhere/containers.yaml"),
            line -> assertThat(line).contains("/etc/resolv.conf", "compose/resolv.conf"));
  }
}
