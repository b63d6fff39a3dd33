package io.outagelab.console.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.console.Repository;
import io.outagelab.console.api.Json;
import io.outagelab.console.command.CommandLineFixture.Ended;
import io.outagelab.console.shell.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that need no lab that is up. */
class FilesTest {
  @TempDir private Path folder = Path.of("");
  private CommandLineFixture lab = new CommandLineFixture(folder);

  @BeforeEach
  void fresh() {
    lab = new CommandLineFixture(folder);
  }

  @Test
  void everythingInTheRepositoryIsValid() {
    Ended ended = lab.run("validate", Repository.root().resolve("worlds").toString());

    assertThat(ended.err()).isEmpty();
    assertThat(ended.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(ended.out()).matches("[0-9]+ files, no problems\\R");
  }

  @Test
  void tellsFilesApartByTheirContent() throws IOException {
    Path stranger = Files.writeString(folder.resolve("stranger.yaml"), "colour: blue\n");
    Path broken = Files.writeString(folder.resolve("broken.yaml"), "world: [\n");
    Path push = Files.writeString(folder.resolve("push.yaml"), "change: x\nauthor: y\n");

    Ended ended = lab.run("validate", stranger.toString(), broken.toString(), push.toString());

    assertThat(ended.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(ended.err()).contains("stranger.yaml:1: ", "broken.yaml:", "push.yaml:1: ");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void listsProblemsForSoftwareToo() {
    Ended ended = lab.run("validate", "missing.yaml", "-o", "json");

    assertThat(ended.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(Json.textList(Json.parse(ended.out()), "problems")).isNotEmpty();
  }

  @Test
  void theWorldsOwnAuditLetsItsKnownBugThrough() {
    String push = Repository.tiny().resolve("pushes/drain-everything.yaml").toString();

    Ended ended = lab.run("audit", push);

    assertThat(ended.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(ended.out()).contains("passed drain-everything", "it goes to 4 routers");
  }

  @Test
  void theAuditRefusesWhatNamesTooManyPlanes() throws IOException {
    Path push =
        Files.writeString(
            folder.resolve("push.yaml"),
            "{change: x, author: me, set: {drained: true}, on: {planes: [1, 2], sites: all}}\n");

    Ended ended = lab.run("audit", push.toString(), "--world", "tiny", "-o", "json");

    assertThat(ended.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(Json.textList(Json.parse(ended.out()), "findings")).isNotEmpty();
  }

  @Test
  void listsAndShowsDrills() {
    assertThat(lab.run("drill", "list").out()).contains("tiny  ", "(world tiny)");
    assertThat(lab.run("drill", "show", "tiny").out()).contains("drill: tiny", "fail-static");
    assertThat(Json.parse(lab.run("drill", "show", "tiny", "-o", "json").out()).path("drill"))
        .hasToString("\"tiny\"");
  }

  @Test
  void aDrillLeavesItsJournalAndEndsWithItsVerdict() throws IOException {
    Path reports = folder.resolve("reports");

    Ended text =
        lab.run("drill", "run", "tiny", "--mode", "simulated", "--report-dir", reports.toString());
    Ended json = lab.run("drill", "run", "tiny", "--mode", "simulated", "-o", "json");

    String journal = Files.readString(reports.resolve("journal.json"));
    assertThat(text.out()).contains("drill tiny in world tiny, simulated, seed 1", "exit code");
    assertThat(text.out()).endsWith("Journal: %s%n".formatted(reports.resolve("journal.json")));
    assertThat(json.out()).isEqualTo(journal);
    assertThat(Json.parse(journal).path("status").asText()).isEqualTo("completed");
    assertThat(text.out()).contains("PASSED (exit code 0)");
    assertThat(text.exitCode()).isZero();
    assertThat(json.exitCode()).isZero();
    Path usual = folder.resolve("outage-lab").resolve("reports").resolve("tiny-1");
    assertThat(usual.resolve("journal.json")).hasContent(journal);
  }
}
