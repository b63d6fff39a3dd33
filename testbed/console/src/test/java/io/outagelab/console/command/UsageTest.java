package io.outagelab.console.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.console.command.CommandLineFixture.Ended;
import io.outagelab.console.shell.ExitCode;
import io.outagelab.console.state.StateFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  @TempDir private Path state = Path.of("");
  private CommandLineFixture lab = new CommandLineFixture(state);

  @BeforeEach
  void fresh() {
    lab = new CommandLineFixture(state);
  }

  private static final String COMMANDS =
      "up down status events audit push rollback history drill validate dig serve";

  @Test
  void listsEveryCommandInItsHelp() {
    Ended help = lab.run("--help");

    assertThat(help.exitCode()).isEqualTo(ExitCode.OK);
    for (String command : COMMANDS.split(" ", -1)) {
      assertThat(help.out()).containsPattern("(?m)^  " + command + " +[A-Z]");
    }
    assertThat(help.out()).doesNotContain("compare");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up",
        "down",
        "status",
        "events",
        "audit",
        "push",
        "rollback",
        "history",
        "drill",
        "drill list",
        "drill show",
        "drill run",
        "validate",
        "dig"
      })
  void everyCommandHasHelpAndTheSharedOptions(String command) {
    Ended help = lab.run((command + " --help").split(" ", -1));

    assertThat(help.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(help.out()).contains("Usage: lab " + command, "--output", "--lab", "--color");
  }

  @Test
  void tellsItsVersion() {
    assertThat(lab.run("--version").out()).startsWith("Outage Lab ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "explode",
        "drill",
        "drill explode",
        "status --frobnicate",
        "status -o xml",
        "push",
        "rollback --via telepathy",
        "rollback --skip-travel",
        "up --compression 0",
        "up --dns-port 70000",
        "up --bgp-port 65536",
        "up --world atlantis",
        "up --world tiny --with wishful-thinking",
        "drill run atlantis",
        "drill run facebook-2021 --mode telepathy",
        "drill run tiny --mode compose",
        "up --compose",
        "up --compose --world tiny",
        "up --compose --dns-port 53",
        "up --compose --bgp-port 1790",
        "up --compose --compression 3601",
        "up --compose --port 0",
        "up --build",
        "dig www.example FROBNICATE",
        "dig www.example --trace --from public",
        "status --lab nowhere",
        "validate",
        "validate no-such-file.yaml"
      })
  void badUsageIsExitCodeTwoAndNoStackTrace(String arguments) {
    Ended ended = lab.run(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));

    assertThat(ended.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(ended.err()).isNotBlank().doesNotContain("Exception", "\tat ");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void namesWhatIsAllowed() {
    assertThat(lab.run("rollback", "--via", "telepathy").err())
        .contains("'telepathy' is none of in-band, out-of-band, on-site");
    assertThat(lab.run("drill", "run", "x", "--mode", "telepathy").err())
        .contains("'telepathy' is none of simulated, embedded, compose");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"status", "events", "history", "rollback", "push x.yaml", "dig a.example"})
  void saysInOneLineThatNoLabIsUp(String command) {
    Ended ended = lab.run(command.split(" ", -1));

    assertThat(ended.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(ended.errLines()).singleElement().asString().contains("no lab is up", "./lab up");
  }

  @Test
  void downIsContentWithoutALab() {
    Ended ended = lab.run("down");

    assertThat(ended.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(ended.out()).contains("No lab is up.");
  }

  @Test
  void saysInOneLineThatTheStateFolderCannotBeUsed() throws IOException {
    Path file = Files.createFile(state.resolve("file"));

    Ended ended = lab.set("XDG_STATE_HOME", file.toString()).run("up", "--world", "tiny");

    assertThat(ended.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(ended.errLines()).singleElement().asString().contains("XDG_STATE_HOME");
  }

  @Test
  void aSecondLabIsRefusedWhileOneIsUp() {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    StateFolder.Claim claim = StateFolder.of(lab.shell(nowhere, nowhere)).claim().orElseThrow();

    Ended ended = lab.run("up", "--world", "tiny");
    claim.close();

    assertThat(ended.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(ended.errLines())
        .singleElement()
        .asString()
        .contains("a lab is up already", "./lab down");
  }
}
