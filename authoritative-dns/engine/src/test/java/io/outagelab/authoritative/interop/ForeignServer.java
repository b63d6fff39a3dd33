package io.outagelab.authoritative.interop;

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

/** Another project's name server, started from its Debian package for one test. */
final class ForeignServer implements AutoCloseable {
  private static final long STOP_SECONDS = 10;

  private final Path log;
  private final Process process;

  private ForeignServer(Path log, Process process) {
    this.log = log;
    this.process = process;
  }

  /**
   * The tool's path. Without it the test is skipped; where {@code CI} is {@code true} it fails.
   *
   * @param debianPackage what has to be installed
   */
  static Path tool(String name, String debianPackage) {
    String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
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
    return found.orElseThrow();
  }

  /** Starts a server that stays in the foreground; what it says goes to a file in the folder. */
  static ForeignServer start(Path folder, List<String> command) {
    Path log = folder.resolve("server.log");
    try {
      return new ForeignServer(
          log,
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has it read its zone files anew: all of them do on SIGHUP. */
  void reload() {
    try {
      new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
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
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    } finally {
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
