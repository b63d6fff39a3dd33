package io.outagelab.console.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outagelab.console.api.Json;
import io.outagelab.console.shell.ExitCode;
import io.outagelab.drills.language.Drill;
import io.outagelab.drills.language.Milestone;
import io.outagelab.drills.language.Step;
import io.outagelab.world.WorldLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lab drill show}. */
@Command(
    name = "show",
    header = "Shows a drill: its file, checked, and the safeguards it can be run with.")
public final class DrillShowCommand implements Callable<Integer> {
  private final LabCommand lab;

  @Parameters(paramLabel = "DRILL", description = "A drill's name or file.")
  private String name = "";

  DrillShowCommand(LabCommand lab) {
    this.lab = lab;
  }

  @Override
  public Integer call() throws IOException {
    DrillFiles files = DrillFiles.load(lab, name, List.of());
    Drill drill = files.drill();
    List<String> mitigations = WorldLoader.mitigations(files.world().file());
    if (lab.isJson()) {
      lab.out().println(Json.pretty(json(files, mitigations)));
      return ExitCode.OK;
    }
    lab.out().println(lab.paint().faint("# " + drill.file()));
    lab.print(Files.readAllLines(drill.file()));
    if (!mitigations.isEmpty()) {
      String list = String.join(", ", mitigations);
      lab.out().println(lab.paint().faint("# --with MITIGATION: " + list));
    }
    return ExitCode.OK;
  }

  private static ObjectNode json(DrillFiles files, List<String> mitigations) {
    Drill drill = files.drill();
    ObjectNode json = Json.object();
    json.put("drill", drill.name());
    json.put("title", drill.title());
    json.put("world", drill.world());
    json.put("file", drill.file().toString());
    json.put("duration", drill.duration().toString());
    ArrayNode timeline = json.putArray("timeline");
    for (Step step : drill.timeline()) {
      timeline
          .addObject()
          .put("at", step.at().toString())
          .put("action", step.action().getClass().getSimpleName());
    }
    ArrayNode milestones = json.putArray("milestones");
    drill.milestones().stream().map(Milestone::name).forEach(milestones::add);
    ArrayNode expectations = json.putArray("expectations");
    drill.expectations().forEach(expectation -> expectations.add(expectation.id()));
    json.set("mitigations", Json.texts(mitigations));
    return json;
  }
}
