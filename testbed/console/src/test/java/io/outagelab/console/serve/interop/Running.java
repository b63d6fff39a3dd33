package io.outagelab.console.serve.interop;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A name server in a process of its own, for one test. */
final class Running implements AutoCloseable {
  private static final long STOP_SECONDS = 15;

  private final Path log;
  private final Process process;

  private Running(Path log, Process process) {
    this.log = log;
    this.process = process;
  }

  /** Starts a command in the folder, with its output in a file there. */
  static Running start(Path folder, String name, List<String> command) {
    Path log = folder.resolve(name + ".log");
    try {
      return new Running(
          log,
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The path of another project's program. Without it the test is skipped; where {@code CI} is
   * {@code true} it fails.
   */
  static String tool(String name, String debianPackage) {
    String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
    Optional<Path> found =
        Stream.of(path.split(File.pathSeparator, -1))
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

  /** Has another project's server read its zones anew. */
  void reload() {
    try {
      new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What it has said so far. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
