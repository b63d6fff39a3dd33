package io.outagelab.console.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outagelab.assembly.Instructions;
import io.outagelab.configpush.AuditResult;
import io.outagelab.console.api.Json;
import io.outagelab.console.api.LabClient;
import io.outagelab.console.shell.ExitCode;
import io.outagelab.console.text.Paint;
import io.outagelab.world.PushFile;
import io.outagelab.world.World;
import io.outagelab.world.WorldLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lab audit}. */
@Command(
    name = "audit",
    header = "Says what the world's audit makes of a change, and pushes nothing.",
    description = {
      "The audit is that of the world's controller, known bug included; nothing is drained yet.",
      "Exit code 1 if it refuses the change."
    })
public final class AuditCommand implements Callable<Integer> {
  private final LabCommand lab;

  @Parameters(
      paramLabel = "FILE",
      description = "The change; from here, or from the world's folder.")
  private Path file = Path.of("");

  @Option(
      names = "--world",
      paramLabel = "WORLD",
      description = "A world's name or path; unless given, that of the file or of the lab.")
  private Optional<String> worldName = Optional.empty();

  @Option(names = "--with", paramLabel = "MITIGATION", description = "A safeguard to add.")
  private List<String> mitigations = new ArrayList<>();

  AuditCommand(LabCommand lab) {
    this.lab = lab;
  }

  @Override
  public Integer call() {
    World world = world();
    PushFile change = PushFiles.load(file, world);
    AuditResult result = Instructions.audit(world).audit(Instructions.document(change), Set.of());
    if (lab.isJson()) {
      lab.out().println(Json.pretty(json(change, world, result)));
    } else {
      lab.print(text(change, world, result));
    }
    return result instanceof AuditResult.Passed ? ExitCode.OK : ExitCode.REFUSED;
  }

  private World world() {
    Worlds worlds = new Worlds(lab.shell());
    if (worldName.isPresent()) {
      return WorldLoader.load(worlds.find(worldName.get()), mitigations);
    }
    Optional<Path> beside = Sniffer.worldBeside(file);
    if (beside.isPresent()) {
      return WorldLoader.load(beside.get(), mitigations);
    }
    Optional<LabClient> client = Files.exists(file) ? Optional.empty() : lab.maybeClient();
    return client
        .map(up -> lab.remote(up).world())
        .orElseGet(() -> WorldLoader.load(worlds.find(Worlds.USUAL), mitigations));
  }

  private List<String> text(PushFile change, World world, AuditResult result) {
    Paint paint = lab.paint();
    List<String> lines = new ArrayList<>();
    switch (result) {
      case AuditResult.Passed(String summary) -> {
        lines.add(paint.good("passed") + " " + change.change() + ": " + summary);
        lines.add("it goes to %d routers".formatted(change.targets(world).size()));
      }
      case AuditResult.Refused(List<String> findings) -> {
        lines.add(paint.bad("refused") + " " + change.change());
        findings.forEach(finding -> lines.add("  " + finding));
      }
    }
    return lines;
  }

  private static ObjectNode json(PushFile change, World world, AuditResult result) {
    ObjectNode json = Json.object();
    json.put("change", change.change());
    json.put("world", world.name());
    json.put("targets", change.targets(world).size());
    switch (result) {
      case AuditResult.Passed(String summary) -> {
        json.put("passed", true);
        json.put("summary", summary);
        json.set("findings", Json.array());
      }
      case AuditResult.Refused(List<String> findings) -> {
        json.put("passed", false);
        json.set("findings", Json.texts(findings));
      }
    }
    return json;
  }
}
