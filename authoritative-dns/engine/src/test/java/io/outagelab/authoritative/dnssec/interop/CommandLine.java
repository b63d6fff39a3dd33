package io.outagelab.authoritative.dnssec.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Other projects' commands, from their Debian packages. */
final class CommandLine {
  private CommandLine() {}

  /**
   * What a command said and how it ended.
   *
   * @param code its exit code
   * @param text what it wrote, errors included
   */
  record Outcome(int code, String text) {
    /** The text, if the command says that all went well. */
    String good() {
      assertThat(code).as(text).isZero();
      return text;
    }
  }

  /** The tool's path. Without it the test is skipped; where CI is true it fails. */
  static String tool(String name, String debianPackage) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin";
    Optional<Path> found =
        Stream.of(path.split(File.pathSeparator))
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable)
            .findFirst();
    String reason = "needs %s: apt-get install %s".formatted(name, debianPackage);
    if (found.isEmpty() && "true".equals(System.getenv("CI"))) {
      fail(reason);
    }
    assumeTrue(found.isPresent(), reason);
    return found.orElseThrow().toString();
  }

  /** Runs a command in a folder to its end. */
  static Outcome run(Path folder, String tool, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(tool));
    command.addAll(arguments);
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.waitFor(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Writes a file. */
  static Path write(Path folder, String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a file. */
  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
