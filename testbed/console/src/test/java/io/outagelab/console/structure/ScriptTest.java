package io.outagelab.console.structure;

import static org.assertj.core.api.Assertions.assertThat;

import io.outagelab.console.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ./lab}, without building anything. */
class ScriptTest {
  private static final Path SCRIPT = Repository.root().resolve("lab");

  @TempDir private Path folder = Path.of("");

  private record Ended(int exitCode, String output) {}

  private static Ended run(Map<String, String> variables, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(variables);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }

  @Test
  void isBashAndExecutable() throws Exception {
    assertThat(Files.isExecutable(SCRIPT)).isTrue();
    assertThat(Files.readAllLines(SCRIPT).getFirst()).isEqualTo("#!/usr/bin/env bash");

    Ended syntax = run(Map.of(), "bash", "-n", SCRIPT.toString());

    assertThat(syntax.output()).isEmpty();
    assertThat(syntax.exitCode()).isZero();
  }

  @Test
  void saysWhatToInstallWhereThereIsNoJdk() throws Exception {
    Path repository = Files.createDirectories(folder.resolve("repository"));
    Files.createDirectories(repository.resolve(".mvn"));
    Files.writeString(
        repository.resolve(".mvn").resolve("select-jdk.sh"), "outage_lab_jdk_release() { :; }\n");
    Path script = repository.resolve("lab");
    Files.copy(SCRIPT, script, StandardCopyOption.COPY_ATTRIBUTES);
    Path link = Files.createSymbolicLink(folder.resolve("link"), script);

    Ended ended = run(Map.of("JAVA_HOME", "/nonexistent"), link.toString(), "status");

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.output().lines().toList())
        .isEqualTo(List.of(ended.output().strip()))
        .first()
        .asString()
        .contains("JDK of 21 or later", "apt-get install openjdk-21-jdk");
  }
}
