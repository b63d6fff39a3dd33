package io.outagelab.console.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.console.api.FakeLab;
import io.outagelab.console.api.Json;
import io.outagelab.console.api.Told;
import io.outagelab.console.command.CommandLineFixture.Ended;
import io.outagelab.console.compose.FakeDocker;
import io.outagelab.console.shell.ExitCode;
import io.outagelab.core.Layer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A lab of containers from up to down, with scripts for Docker and a lab that says little. */
@Timeout(60)
class ComposeCommandsTest {
  private static final String UP = "compose -p outage-lab up -d --no-build --remove-orphans";
  private static final String DOWN = "compose -p outage-lab down -v --remove-orphans";
  private static final String BUILD = "compose -p outage-lab build";

  private final Path folder;
  private final FakeDocker docker;
  private final CommandLineFixture lab;

  ComposeCommandsTest(@TempDir Path folder) {
    this.folder = folder;
    docker = new FakeDocker(folder.resolve("home"));
    lab =
        new CommandLineFixture(folder)
            .at(docker.home())
            .set("LAB_TOKEN", FakeLab.TOKEN)
            .set("LAB_NET", "10.77")
            .set("PATH", docker.path());
  }

  @AfterEach
  void close() {
    docker.close();
  }

  private Ended up(String... more) {
    List<String> arguments = new ArrayList<>(List.of("up", "--compose", "--world", "tiny"));
    arguments.addAll(Arrays.asList(more));
    return lab.run(arguments.toArray(String[]::new));
  }

  @Test
  void aDetachedLabStaysUpForTheOtherCommandsUntilDown() {
    Ended up = up("--detach");

    assertThat(up.err()).contains("Creating outage-lab_api_1").doesNotContain("lab: ");
    assertThat(up.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(up.out())
        .contains(
            "The lab is up.",
            "dig @127.0.0.1 -p %d www.example".formatted(docker.dnsPort()),
            "127.0.0.1 port %d".formatted(docker.dnsPort()),
            "http://127.0.0.1:%d/".formatted(docker.port()));
    assertThat(docker.calls()).contains(UP).doesNotContain(BUILD, DOWN);
    assertThat(Json.parse(lab.run("status", "-o", "json").out()).path("mode").asText())
        .isEqualTo("compose");
    assertThat(lab.run("history").exitCode()).isEqualTo(ExitCode.OK);
    assertThat(lab.run("push", "pushes/none.yaml").err()).contains("there is no such file");
    assertThat(lab.run("up", "--world", "tiny").err())
        .contains("a lab is up already (tiny, containers): stop it with './lab down'");
    assertThat(lab.run("drill", "run", "tiny", "--mode", "embedded").err())
        .contains("the lab that is up is compose");

    Ended down = lab.run("down");

    assertThat(down.out()).contains("The lab's containers are down.");
    assertThat(down.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(docker.isRunning()).isFalse();
    assertThat(docker.calls()).contains(DOWN);
    assertThat(lab.run("status").err()).contains("no lab is up");
  }

  @Test
  void digAsksTheResolverWhereItIsPublished() throws IOException {
    up("--detach");
    try (DatagramSocket resolver =
        new DatagramSocket(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), docker.dnsPort()))) {
      Thread.ofPlatform().daemon().start(() -> answerOnce(resolver));

      Ended dig = lab.run("dig", "www.example");

      assertThat(dig.exitCode()).isEqualTo(ExitCode.OK);
      assertThat(dig.out())
          .contains(
              "SERVER: 127.0.0.1#%d (public, published as 203.0.113.53)"
                  .formatted(docker.dnsPort()));
    }
  }

  /** The question itself, as an answer with nothing in it. */
  private static void answerOnce(DatagramSocket socket) {
    try {
      DatagramPacket packet = new DatagramPacket(new byte[512], 512);
      socket.receive(packet);
      packet.getData()[2] |= (byte) 0x80;
      socket.send(packet);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theContainersGetWhatIsAskedAndTheRestOfTheEnvironment() {
    up("--detach", "--with", "fail-static", "--compression", "120", "--seed", "9");

    assertThat(docker.environment())
        .containsExactly(
            "LAB_COMPRESSION=120",
            "LAB_NET=10.77",
            "LAB_SEED=9",
            "LAB_TOKEN=" + FakeLab.TOKEN,
            "LAB_WITH=fail-static",
            "LAB_WORLD=tiny");
  }

  @Test
  void theOlderComposeWillDo() {
    docker.says("plugin.fails", "no").install("docker-compose").says("version", "1.29.2\n");

    assertThat(up("--detach").exitCode()).isEqualTo(ExitCode.OK);
    assertThat(docker.calls()).contains("compose version --short", UP);
  }

  @Test
  void imagesAreBuiltIfTheyAreMissingOrOnRequest() {
    docker.without("images");

    Ended up = up("--detach");

    assertThat(up.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(up.err()).contains("building the containers' images…", "Building all");
    assertThat(docker.calls()).containsOnlyOnce(BUILD);
    lab.run("down");
    docker.close();
    docker.says("up.fails", "enough");
    up("--build");
    assertThat(docker.calls().stream().filter(BUILD::equals)).hasSize(2);
  }

  @Test
  void whatComposeCannotStartIsTakenDown() {
    docker
        .says("up.fails", "ERROR: for api  Cannot start service api")
        .says("ps", "api|created|Created\n");

    Ended up = up("--detach");

    assertThat(up.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(up.err())
        .contains(
            "Cannot start service api",
            "api: Created",
            "resolver-public: it has no container",
            "  api says that it is tired",
            "lab: compose could not start the containers: see above; not healthy: api, resolver");
    assertThat(docker.calls()).endsWith(DOWN);
    assertThat(lab.run("status").err()).contains("no lab is up");
  }

  @Test
  void aContainerThatEndsIsNamedWithItsLastWordsAndAllAreTakenDown() {
    docker.says(
        "ps",
        """
        api|running|Up 5 seconds (health: starting)
        resolver-public|exited|Exited (2) 1 second ago
        """);

    Ended up = up();

    assertThat(up.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(up.err())
        .contains(
            "resolver-public: Exited (2) 1 second ago",
            "  resolver-public says that it is tired",
            "lab: 'resolver-public' has ended; not healthy: api, resolver-public");
    assertThat(docker.calls()).endsWith(DOWN);
    assertThat(docker.isRunning()).isFalse();
  }

  @Test
  void followsTheStoryAndTakesTheContainersDownWhenStopped() throws Exception {
    Running up = new Running("up", "--compose", "--world", "tiny");
    up.awaitLine("./lab down");
    docker.lab().observe(Told.story(Layer.BGP, "route-lost", "192.0.2.0/25"));
    up.awaitLine("route-lost");

    up.interrupt();

    assertThat(up.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(docker.calls()).endsWith(DOWN);
    assertThat(lab.run("status").err()).contains("no lab is up");
  }

  @Test
  void endsWellWhenSomebodyElseTakesTheContainersDown() throws Exception {
    Running up = new Running("up", "--compose", "--world", "tiny");
    up.awaitLine("./lab down");

    assertThat(lab.run("down").exitCode()).isEqualTo(ExitCode.OK);
    docker.close();

    assertThat(up.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(docker.calls()).containsOnlyOnce(DOWN);
  }

  @Test
  void aSignalTakesTheContainersDown() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            ProcessOfItsOwn.class.getName(),
            docker.home().toString(),
            "up",
            "--compose",
            "--world",
            "tiny");
    builder.environment().put("PATH", docker.path());
    builder.environment().put("XDG_STATE_HOME", folder.toString());
    builder.environment().put("LAB_TOKEN", FakeLab.TOKEN);
    Path errors = folder.resolve("errors");
    Process process = builder.redirectError(errors.toFile()).start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    while (line != null && !line.contains("./lab down")) {
      line = out.readLine();
    }
    assertThat(line).as("the last line; errors: %s", Files.readString(errors)).isNotNull();

    process.destroy();

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(docker.calls()).endsWith(DOWN);
    assertThat(Files.exists(folder.resolve("outage-lab").resolve("lab.json"))).isFalse();
  }

  @Test
  void aDrillBringsContainersUpForItselfAlone() throws Exception {
    Running drill =
        new Running("drill", "run", "tiny", "--mode", "compose", "--with", "fail-static");
    drill.awaitLine("drill tiny in world tiny, compose");

    drill.interrupt();

    assertThat(drill.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(docker.environment()).contains("LAB_SEED=1", "LAB_WITH=fail-static");
    assertThat(docker.calls()).contains(UP).endsWith(DOWN);
    assertThat(lab.run("status").err()).contains("no lab is up");
  }

  @Test
  void aDrillThatCannotHaveContainersTakesThemDownAgain() {
    docker.says("ps", "api|exited|Exited (1)\n");

    Ended drill = lab.run("drill", "run", "tiny", "--mode", "compose");

    assertThat(drill.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(drill.err()).contains("lab: 'api' has ended");
    assertThat(docker.calls()).endsWith(DOWN);
  }

  @Test
  void aDrillStoppedWhileComposeFailsByItselfIsInterrupted() {
    docker.says("up.fails", "Aborting.").says("ps", "");
    PrintWriter err =
        new PrintWriter(new StringWriter()) {
          @Override
          public void println(String line) {
            if (line.startsWith("resolver-public:")) {
              Thread.currentThread().interrupt();
            }
          }
        };

    int exitCode =
        LabCommand.commandLine(lab.shell(new PrintWriter(new StringWriter()), err))
            .execute("drill", "run", "tiny", "--mode", "compose");

    assertThat(exitCode).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(docker.calls()).endsWith(DOWN);
  }

  @Test
  void aDrillRunsInTheContainersThatAreUpAndLeavesThem() throws Exception {
    assertThat(up("--detach").exitCode()).isEqualTo(ExitCode.OK);
    Running drill = new Running("drill", "run", "tiny", "--mode", "compose");
    drill.awaitLine("drill tiny in world tiny, compose");

    drill.interrupt();

    assertThat(drill.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(docker.calls()).containsOnlyOnce(UP).doesNotContain(DOWN);
    assertThat(docker.isRunning()).isTrue();
  }

  @Test
  void containersThatDoNotAnswerAreNoLabButAreNotForgottenEither() {
    up("--detach");
    docker.close();

    assertThat(lab.run("status").err())
        .contains("the lab of tiny, brought up as containers, does not answer", "./lab down");
    assertThat(lab.run("down").out()).contains("The lab's containers are down.");
  }

  @Test
  void downSaysWhatWentWrong() {
    up("--detach");
    docker.says("down.fails", "network outage-lab_lab has active endpoints");

    Ended down = lab.run("down");

    assertThat(down.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(down.errLines()).singleElement().asString().contains("has active endpoints");
  }

  @Test
  void aLabOfContainersIsNotStoppedByItsApi() {
    up("--detach");

    Ended down = lab.run("down", "--lab", "127.0.0.1:" + docker.port());

    assertThat(down.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(down.err()).contains("runs as containers", "docker compose down -v");
    assertThat(docker.lab().isStopped()).isFalse();
  }

  /** A command that goes on until it is stopped. */
  private final class Running {
    private final PipedReader pipe = new PipedReader(1 << 16);
    private final BufferedReader out = new BufferedReader(pipe);
    private final StringWriter errors = new StringWriter();
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private final Thread thread;

    Running(String... arguments) throws IOException {
      PrintWriter writer = new PrintWriter(new PipedWriter(pipe), true);
      PrintWriter err = new PrintWriter(errors, true);
      thread =
          new Thread(
              () ->
                  ended.complete(
                      LabCommand.commandLine(lab.shell(writer, err)).execute(arguments)));
      thread.setDaemon(true);
      thread.start();
    }

    void awaitLine(String part) throws IOException {
      String line = out.readLine();
      while (line != null && !line.contains(part)) {
        line = out.readLine();
      }
      assertThat(line).as("a line with '%s'; errors: %s", part, errors).isNotNull();
    }

    void interrupt() {
      thread.interrupt();
    }

    int exitCode() throws Exception {
      return ended.get(30, TimeUnit.SECONDS);
    }
  }
}
