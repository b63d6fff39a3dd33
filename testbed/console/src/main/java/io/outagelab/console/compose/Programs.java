package io.outagelab.console.compose;

import io.outagelab.console.shell.CommandFailure;
import io.outagelab.console.shell.Shell;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Runs other programs: in one folder, with one environment, each for a bounded time. */
final class Programs {
  /** How long a program may take to say what it was asked. */
  private static final Duration QUESTION = Duration.ofSeconds(30);

  private static final Executor READERS = task -> Thread.ofVirtual().start(task);

  private final Shell shell;
  private final Map<String, String> variables;

  /** Runs with the command's environment and these variables as well. */
  Programs(Shell shell, Map<String, String> more) {
    this.shell = shell;
    this.variables = new TreeMap<>(shell.variables());
    variables.putAll(more);
  }

  /** How a program ended and what it said. */
  record Ended(int exitCode, String out, String err) {
    boolean isWell() {
      return exitCode == 0;
    }

    /** Its last words, on one line: what went wrong, in most cases. */
    String complaint() {
      List<String> lines =
          (err.isBlank() ? out : err).lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
      return lines.isEmpty() ? "exit code " + exitCode : lines.getLast();
    }
  }

  Shell shell() {
    return shell;
  }

  /** Runs a program for what it says. */
  Ended ask(List<String> command) throws InterruptedException {
    Process process = start(command, false);
    CompletableFuture<String> out = read(process.getInputStream());
    CompletableFuture<String> err = read(process.getErrorStream());
    if (await(process, QUESTION)) {
      return new Ended(process.exitValue(), out.join(), err.join());
    }
    throw CommandFailure.invalid(
        "'%s' has said nothing for %d s".formatted(shown(command), QUESTION.toSeconds()));
  }

  /** Runs a program whose output people read; empty if it had not ended by then and was stopped. */
  OptionalInt show(List<String> command, Duration atMost) throws InterruptedException {
    Process process = start(command, true);
    CompletableFuture<Void> output =
        CompletableFuture.runAsync(() -> copy(process.getInputStream()), READERS);
    if (!await(process, atMost)) {
      return OptionalInt.empty();
    }
    output.join();
    return OptionalInt.of(process.exitValue());
  }

  /**
   * Runs a program to its end, whatever comes: it belongs to a session of its own, where Ctrl-C
   * does not reach it, and interrupts of this thread wait until it is over.
   */
  Ended insist(List<String> command, Duration atMost) {
    List<String> whole = new ArrayList<>();
    shell.program("setsid").ifPresent(program -> whole.add(program.toString()));
    whole.addAll(command);
    long deadline = System.nanoTime() + atMost.toNanos();
    boolean wasInterrupted = Thread.interrupted();
    try {
      Process process = start(whole, true);
      CompletableFuture<String> output = read(process.getInputStream());
      while (true) {
        try {
          if (process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            return new Ended(process.exitValue(), output.join(), "");
          }
          process.destroyForcibly();
          return new Ended(-1, "", "it has not ended after %d s".formatted(atMost.toSeconds()));
        } catch (InterruptedException e) {
          wasInterrupted = true;
        }
      }
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Process start(List<String> command, boolean mergesErrors) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(mergesErrors);
    builder.directory(shell.home().toFile());
    builder.environment().clear();
    builder.environment().putAll(variables);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw CommandFailure.invalid(
          "'%s' cannot be started: %s".formatted(shown(command), e.getMessage()));
    }
  }

  /** Whether it has ended by then; else, or if this thread is interrupted, it is stopped. */
  private static boolean await(Process process, Duration atMost) throws InterruptedException {
    boolean isOver = false;
    try {
      isOver = process.waitFor(atMost.toNanos(), TimeUnit.NANOSECONDS);
      return isOver;
    } finally {
      if (!isOver) {
        process.destroy();
      }
    }
  }

  private static CompletableFuture<String> read(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        READERS);
  }

  private void copy(InputStream stream) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        shell.err().println(line);
      }
    } catch (IOException e) {
      // The program was stopped while it spoke.
      shell.err().flush();
    }
  }

  private static String shown(List<String> command) {
    return Path.of(command.getFirst()).getFileName()
        + command.stream().skip(1).limit(2).map(word -> " " + word).reduce("", String::concat);
  }
}
