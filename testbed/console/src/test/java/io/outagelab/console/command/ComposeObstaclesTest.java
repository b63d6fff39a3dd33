package io.outagelab.console.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.console.command.CommandLineFixture.Ended;
import io.outagelab.console.compose.FakeDocker;
import io.outagelab.console.shell.ExitCode;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What keeps containers from coming up: one line each, and nothing is started. */
@Timeout(60)
class ComposeObstaclesTest {
  private static final String[] UP = {"up", "--compose", "--world", "tiny"};

  private final Path folder;
  private final FakeDocker docker;
  private final CommandLineFixture lab;

  ComposeObstaclesTest(@TempDir Path folder) {
    this.folder = folder;
    docker = new FakeDocker(folder.resolve("home"));
    lab =
        new CommandLineFixture(folder)
            .at(docker.home())
            .kernel(folder.resolve("proc"))
            .set("PATH", docker.path());
  }

  @AfterEach
  void close() {
    docker.close();
  }

  private void refuses(String... words) {
    Ended ended = lab.run(UP);

    assertThat(ended.errLines()).singleElement().asString().contains(words);
    assertThat(ended.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(ended.out()).isEmpty();
    assertThat(docker.calls()).noneMatch(call -> call.contains(" up ") || call.contains(" down "));
  }

  @Test
  void noDocker() {
    docker.without("docker");

    refuses("no 'docker' on the PATH", "install Docker", "'./lab up' alone needs no Docker");
  }

  @Test
  void noCompose() {
    docker.says("plugin.fails", "docker: 'compose' is not a docker command.");

    refuses("no compose command", "docker-compose-plugin", "needs no Docker");
  }

  @Test
  void composeThatIsTooOld() {
    docker.says("plugin.fails", "no").install("docker-compose").says("version", "1.25.0\n");

    refuses("docker-compose is too old: 1.25.0", "1.29");
  }

  @Test
  void anEngineThatDoesNotAnswer() {
    docker.says("info.fails", "Cannot connect to the Docker daemon at unix:///var/run/docker.sock");

    refuses("the Docker engine does not answer (Cannot connect to the Docker daemon", "start it");
  }

  @Test
  void anEngineThatOneMayNotTalkTo() {
    docker.says("info.fails", "dial unix /var/run/docker.sock: connect: permission denied");

    refuses("you may not talk to the Docker engine", "permission denied", "group 'docker'");
  }

  @Test
  void noComposeFile() throws IOException {
    Files.delete(docker.home().resolve("docker-compose.yml"));

    refuses("there is no docker-compose.yml in " + docker.home());
  }

  @Test
  void aComposeFileThatIsInvalid() {
    docker.says("config.fails", "services.api Additional property colour is not allowed");

    refuses("docker-compose.yml cannot be used", "Additional property colour");
  }

  @Test
  void aWorldThatNobodyHasDistributed() throws IOException {
    Files.delete(docker.home().resolve("worlds").resolve("tiny").resolve("containers.yaml"));

    refuses("the world tiny cannot run as containers", "no containers.yaml");
  }

  @Test
  void containersThatAreThereAlready() {
    docker.says("running", "");

    refuses("containers of the project outage-lab already", "./lab down");
  }

  @Test
  void aTakenApiPort() throws IOException {
    try (ServerSocket socket =
        new ServerSocket(docker.port(), 1, InetAddress.getLoopbackAddress())) {
      refuses("port " + socket.getLocalPort() + " (TCP)", "'api'", "--port or LAB_PORT");
    }
  }

  @Test
  void aTakenDnsPort() throws IOException {
    try (DatagramSocket socket =
        new DatagramSocket(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), docker.dnsPort()))) {
      refuses(
          "port " + socket.getLocalPort() + " (UDP)", "'resolver-public'", "with LAB_DNS_PORT_1");
    }
  }

  @Test
  void aNetworkOfDockersWithTheSameSubnet() {
    docker.says("networks", "main_lab|1234|main|10.53.0.0/16 \n");

    refuses(
        "subnet 10.53.0.0/16 is in use, by Docker's network 'main_lab'",
        "set LAB_NET",
        "LAB_NET=10.153");
  }

  @Test
  void aRouteIntoTheSubnet() throws IOException {
    kernel("net/route", "Iface\ntun0 0000000A 00000000 0001 0 0 0 000000FF 0 0 0\n");

    refuses("is in use, by a route by tun0 (10.0.0.0/8)", "LAB_NET=172.30");
  }

  @Test
  void aNetworkLeftBehindByTheLabItselfIsNone() throws IOException {
    docker
        .says("networks", "outage-lab_lab|123456789abcdef|outage-lab|10.53.0.0/16 \n")
        .says("up.fails", "enough");
    kernel("net/route", "Iface\nbr-123456789abc 0000350A 00000000 1 0 0 0 0000FFFF 0 0 0\n");

    assertThat(lab.run(UP).err()).contains("Creating", "enough");
  }

  @Test
  void tooLittleMemory() throws IOException {
    kernel("meminfo", "MemTotal:  4000000 kB\nMemAvailable:    1258292 kB\n");

    refuses("need 2.5 GiB of memory, and 1.2 GiB are available");
  }

  @Test
  void imagesThatCannotBeBuilt() {
    docker.without("images").says("build.fails", "there is no disk left");

    Ended ended = lab.run(UP);

    assertThat(ended.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(ended.errLines())
        .containsExactly(
            "building the containers' images…",
            "there is no disk left",
            "lab: the images cannot be built: see above");
    assertThat(docker.calls()).noneMatch(call -> call.contains(" up ") || call.contains(" down "));
  }

  private void kernel(String file, String content) throws IOException {
    Path path = folder.resolve("proc").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }
}
