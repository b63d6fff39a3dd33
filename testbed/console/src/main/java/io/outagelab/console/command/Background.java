package io.outagelab.console.command;

import io.outagelab.console.shell.CommandFailure;
import io.outagelab.console.shell.ExitCode;
import io.outagelab.console.shell.Shell;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A lab in a process of its own, which outlives the command that started it and its terminal.
 *
 * <p>The process greets on its output, as any lab does, and then closes that: so its starter knows
 * that it is up. What goes wrong, and the story from then on, goes to the log.
 */
final class Background {
  /** Tells a lab that it runs in the background. */
  static final String FLAG = "--in-background";

  /** What every lab in the background runs with, besides what this process runs with. */
  private static final List<String> FLAGS =
      List.of("-XX:+UseSerialGC", "-Xms32m", "-Xmx256m", "-Xlog:disable");

  private final LabCommand lab;
  private final List<String> arguments;

  Background(LabCommand lab, List<String> arguments) {
    this.lab = lab;
    this.arguments = arguments;
  }

  /** Starts the lab and waits until it is up; returns the exit code. */
  int start() throws InterruptedException {
    Path log = lab.state().log();
    try {
      Process process =
          new ProcessBuilder(command())
              .redirectInput(Redirect.from(new File("/dev/null")))
              .redirectError(log.toFile())
              .start();
      String greeting = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (greeting.isEmpty()) {
        int exitCode = process.waitFor();
        Files.readAllLines(log).forEach(lab.shell().err()::println);
        return exitCode == ExitCode.OK ? ExitCode.INCONCLUSIVE : exitCode;
      }
      lab.out().print(greeting);
      lab.out().flush();
      return ExitCode.OK;
    } catch (IOException e) {
      throw CommandFailure.invalid(
          "no process for the lab can be started: %s".formatted(e.getMessage()));
    }
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    // A session of its own: neither Ctrl-C nor the end of the terminal reaches the lab.
    Shell shell = lab.shell();
    shell
        .program("setsid")
        .or(() -> shell.program("nohup"))
        .ifPresent(program -> command.add(program.toString()));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.add("-D%s=%s".formatted(Shell.HOME, shell.home()));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("io.outagelab.console.Main");
    command.addAll(arguments);
    return command;
  }

  /** Ends the greeting: from here on only the log is written. */
  static void endGreeting(LabCommand lab) {
    lab.out().close();
  }
}
