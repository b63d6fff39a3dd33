package io.outagelab.console.command;

import io.outagelab.assembly.LabUnavailable;
import io.outagelab.configpush.Via;
import io.outagelab.console.api.ApiServer;
import io.outagelab.console.api.LabClient;
import io.outagelab.console.api.LabDescription;
import io.outagelab.console.api.MalformedJson;
import io.outagelab.console.api.ResolverSockets;
import io.outagelab.console.api.ServedLab;
import io.outagelab.console.shell.CommandFailure;
import io.outagelab.console.shell.ExitCode;
import io.outagelab.console.shell.Shell;
import io.outagelab.console.state.LabRecord;
import io.outagelab.console.state.LabRecord.Life;
import io.outagelab.console.state.StateFolder;
import io.outagelab.console.text.Paint;
import io.outagelab.core.LabConfigurationException;
import io.outagelab.world.Operations.Rollout.Strategy;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The root of the command line: what all commands share, and what becomes of their failures.
 *
 * <p>Every failure is one clear line on the error stream (or one per problem of a file) and an exit
 * code; a stack trace only where {@code LAB_DEBUG} is set.
 */
@Command(
    name = "lab",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    usageHelpAutoWidth = true,
    sortOptions = false,
    header = "Replays, measures and helps to prevent cascading outages.",
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      EventsCommand.class,
      AuditCommand.class,
      PushCommand.class,
      RollbackCommand.class,
      HistoryCommand.class,
      DrillCommand.class,
      ValidateCommand.class,
      DigCommand.class,
      ServeCommand.class,
    })
public final class LabCommand implements Callable<Integer> {
  private static final String LOOPBACK = "127.0.0.1";

  private final Shell shell;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-o", "--output"},
      scope = ScopeType.INHERIT,
      paramLabel = "FORMAT",
      description = "text or json.")
  private OutputFormat output = OutputFormat.TEXT;

  @Option(
      names = "--lab",
      scope = ScopeType.INHERIT,
      paramLabel = "HOST:PORT",
      description = "The API of the lab to talk to; the one that is up, unless given.")
  private Optional<InetSocketAddress> lab = Optional.empty();

  @Option(
      names = "--color",
      scope = ScopeType.INHERIT,
      paramLabel = "WHEN",
      description = "auto, always or never.")
  private Coloured coloured = Coloured.AUTO;

  private LabCommand(Shell shell) {
    this.shell = shell;
  }

  /** The command line, ready to execute. */
  public static CommandLine commandLine(Shell shell) {
    LabCommand root = new LabCommand(shell);
    CommandLine commandLine = new CommandLine(root, new Commands(root));
    commandLine.setOut(shell.out());
    commandLine.setErr(shell.err());
    commandLine.registerConverter(InetSocketAddress.class, new HostAndPort());
    WordConverter.register(commandLine, OutputFormat.class);
    WordConverter.register(commandLine, Coloured.class);
    WordConverter.register(commandLine, DrillMode.class);
    WordConverter.register(commandLine, Via.class);
    WordConverter.register(commandLine, Strategy.class);
    commandLine.setParameterExceptionHandler(LabCommand::misused);
    commandLine.setExecutionExceptionHandler((e, line, parsed) -> failed(shell, e));
    return commandLine;
  }

  /** Without a command there is only the help. */
  @Override
  public Integer call() {
    spec.commandLine().usage(shell.err());
    return ExitCode.INVALID;
  }

  private static int misused(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("lab: " + message(e));
    UnmatchedArgumentException.printSuggestions(e, err);
    err.printf("Try '%s --help'.%n", command.getCommandSpec().qualifiedName());
    return ExitCode.INVALID;
  }

  private static int failed(Shell shell, Exception e) {
    if (shell.variable("LAB_DEBUG").isPresent()) {
      e.printStackTrace(shell.err());
    }
    return switch (e) {
      case CommandFailure failure -> said(shell, failure.exitCode(), message(failure));
      case LabConfigurationException invalid -> said(shell, ExitCode.INVALID, message(invalid));
      case LabUnavailable nothing -> said(shell, ExitCode.INVALID, message(nothing));
      case LabClient.Refused refused ->
          said(shell, ExitCode.REFUSED, "the lab refuses: " + message(refused));
      case MalformedJson malformed ->
          said(shell, ExitCode.INVALID, "the lab said what makes no sense: " + message(malformed));
      case UncheckedIOException io -> said(shell, ExitCode.INVALID, message(io));
      case IOException io -> said(shell, ExitCode.INVALID, message(io));
      default ->
          said(shell, ExitCode.INCONCLUSIVE, "broke: %s (LAB_DEBUG=1 tells where)".formatted(e));
    };
  }

  private static int said(Shell shell, int exitCode, String message) {
    String sign = message.indexOf('\n') < 0 ? "lab: " : "";
    shell.err().println(sign + message);
    return exitCode;
  }

  private static String message(Exception e) {
    return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
  }

  /** The command's surroundings. */
  Shell shell() {
    return shell;
  }

  /** Where results go. */
  PrintWriter out() {
    return shell.out();
  }

  /** Prints lines. */
  void print(List<String> lines) {
    lines.forEach(shell.out()::println);
    shell.out().flush();
  }

  /** Whether software reads the output. */
  boolean isJson() {
    return output == OutputFormat.JSON;
  }

  /** What colours the output. */
  Paint paint() {
    boolean isOn =
        switch (coloured) {
          case ALWAYS -> true;
          case NEVER -> false;
          case AUTO -> shell.isTerminal() && shell.variable("NO_COLOR").isEmpty();
        };
    return new Paint(isOn && !isJson());
  }

  /** The folder of what outlives a command. */
  StateFolder state() {
    return StateFolder.of(shell);
  }

  /** The address that {@code --lab} gives. */
  Optional<InetSocketAddress> labOption() {
    return lab;
  }

  /** A client of the lab to talk to, if one is said to be up. */
  Optional<LabClient> maybeClient() {
    StateFolder state = state();
    return lab.or(() -> state.record().filter(LabRecord::isUp).map(LabRecord::address))
        .map(address -> new LabClient(address, state.knownToken()));
  }

  /** A client of the lab to talk to. */
  LabClient client() {
    return maybeClient().orElseThrow(() -> CommandFailure.invalid(nothingIsUp()));
  }

  private String nothingIsUp() {
    Optional<LabRecord> containers =
        state().record().filter(known -> known.life() instanceof Life.InContainers);
    return containers.isPresent()
        ? ("the lab of %s, brought up as containers, does not answer at %s:%d: see 'docker ps', or"
                + " end it with './lab down'")
            .formatted(containers.get().world(), containers.get().host(), containers.get().port())
        : "no lab is up: start one with './lab up', or name one with --lab HOST:%d"
            .formatted(ApiServer.PORT);
  }

  /** The lab behind this client, its world read here. */
  ServedLab remote(LabClient client) {
    return ServedLab.connect(client, shell.home().resolve("worlds"));
  }

  /** Where the resolvers of the lab to talk to are found. */
  ResolverSockets resolverSockets(LabDescription description) {
    Optional<LabRecord> record = lab.isPresent() ? Optional.empty() : state().record();
    Optional<Map<String, Integer>> published =
        record
            .map(LabRecord::life)
            .filter(Life.InContainers.class::isInstance)
            .map(Life.InContainers.class::cast)
            .map(Life.InContainers::resolvers);
    String host =
        lab.map(InetSocketAddress::getHostString)
            .or(() -> record.map(LabRecord::host))
            .orElse(LOOPBACK);
    return new ResolverSockets(description, host, published);
  }
}
