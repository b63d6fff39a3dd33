package io.outagelab.console.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outagelab.console.shell.CommandFailure;
import io.outagelab.console.shell.Shell;
import io.outagelab.console.state.LabRecord.Life.InProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
  @TempDir private Path temporary = Path.of("");

  private StateFolder folder(Map<String, String> more) {
    Map<String, String> variables = new HashMap<>(more);
    variables.putIfAbsent("XDG_STATE_HOME", temporary.toString());
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    return StateFolder.of(new Shell(nowhere, nowhere, variables, temporary, temporary, false));
  }

  private StateFolder folder() {
    return folder(Map.of());
  }

  @Test
  void liesBelowTheStateHomeElseBelowTheHome() {
    assertThat(folder().path()).isEqualTo(temporary.resolve("outage-lab"));
    assertThat(folder(Map.of("XDG_STATE_HOME", "", "HOME", "/home/me")).path())
        .isEqualTo(Path.of("/home/me/.local/state/outage-lab"));
    assertThat(folder(Map.of("XDG_STATE_HOME", "relative", "HOME", "/home/me")).path())
        .isEqualTo(Path.of("/home/me/.local/state/outage-lab"));
  }

  @Test
  void makesATokenOnceThatNobodyElseCanRead() throws IOException {
    String token = folder().token();

    assertThat(token).hasSizeGreaterThanOrEqualTo(32);
    assertThat(folder().token()).isEqualTo(token);
    assertThat(folder().knownToken()).contains(token);
    Path file = temporary.resolve("outage-lab").resolve("token");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void prefersTheTokenOfTheEnvironmentAndKeepsItThere() {
    StateFolder folder = folder(Map.of("LAB_TOKEN", "given"));

    assertThat(folder.token()).isEqualTo("given");
    assertThat(folder().knownToken()).isEmpty();
  }

  @Test
  void remembersWhichLabIsUp() {
    LabRecord record =
        LabRecord.ofThisProcess(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080), "tiny");

    folder().record(record);

    assertThat(folder().record()).contains(record);
    assertThat(record.isUp()).isTrue();
    assertThat(record.shape()).isEqualTo("process " + ProcessHandle.current().pid());
    folder().forget();
    assertThat(folder().record()).isEmpty();
    folder().forget();
  }

  @Test
  void knowsAnotherProcessWithTheSameNumberForAnother() {
    LabRecord record =
        new LabRecord(
            new InProcess(ProcessHandle.current().pid(), Instant.EPOCH.plusSeconds(1)),
            "127.0.0.1",
            8080,
            "tiny");

    assertThat(record.isUp()).isFalse();
  }

  @Test
  void remembersContainersAndWhereTheirResolversAre() throws IOException {
    Map<String, Integer> resolvers = new LinkedHashMap<>();
    resolvers.put("public", 10_053);
    resolvers.put("another", 10_054);
    InetSocketAddress api;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      api = new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
      LabRecord record = LabRecord.ofContainers(api, "tiny", resolvers);

      folder().record(record);

      assertThat(folder().record()).contains(record);
      assertThat(record.isUp()).isTrue();
    }
    assertThat(folder().record().orElseThrow().isUp()).isFalse();
  }

  @Test
  void readsTheRecordsOfLabsThatKnewNoContainers() throws IOException {
    folder().token();
    Files.writeString(
        temporary.resolve("outage-lab").resolve("lab.json"),
        """
        {"pid": 7, "started": "2026-01-01T00:00:00Z", "host": "127.0.0.1", "port": 8080,
         "world": "tiny"}
        """);

    assertThat(folder().record())
        .contains(
            new LabRecord(
                new InProcess(7, Instant.parse("2026-01-01T00:00:00Z")),
                "127.0.0.1",
                8080,
                "tiny"));
  }

  @Test
  void takesARecordThatIsNoneForNone() throws IOException {
    folder().token();
    Files.writeString(temporary.resolve("outage-lab").resolve("lab.json"), "half a rec");

    assertThat(folder().record()).isEmpty();
  }

  @Test
  void isHeldByOneLabAtATime() {
    Optional<StateFolder.Claim> first = folder().claim();

    assertThat(first).isPresent();
    assertThat(folder().claim()).isEmpty();
    first.orElseThrow().close();
    Optional<StateFolder.Claim> second = folder().claim();
    assertThat(second).isPresent();
    second.orElseThrow().close();
  }

  @Test
  void saysInOneLineWhatToDoWhereItCannotBe() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));
    StateFolder folder = folder(Map.of("XDG_STATE_HOME", file.toString()));

    assertThatThrownBy(folder::token)
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("set XDG_STATE_HOME")
        .message()
        .doesNotContain("\n");
  }
}
