package io.outagelab.console.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.outagelab.console.api.Json;
import io.outagelab.console.shell.ExitCode;
import io.outagelab.drills.Drills;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code lab drill list}. */
@Command(name = "list", header = "Lists the drills of all worlds.")
public final class DrillListCommand implements Callable<Integer> {
  private final LabCommand lab;

  DrillListCommand(LabCommand lab) {
    this.lab = lab;
  }

  @Override
  public Integer call() {
    List<Drills.Found> drills = Drills.list(lab.shell().home().resolve("worlds"));
    if (lab.isJson()) {
      ArrayNode json = Json.array();
      for (Drills.Found drill : drills) {
        json.addObject()
            .put("drill", drill.name())
            .put("title", drill.title())
            .put("world", world(drill))
            .put("file", drill.file().toString());
      }
      lab.out().println(Json.pretty(json));
    } else {
      int width = drills.stream().mapToInt(drill -> drill.name().length()).max().orElse(0);
      for (Drills.Found drill : drills) {
        String name = drill.name() + " ".repeat(width - drill.name().length());
        lab.out()
            .println(
                "%s  %s %s"
                    .formatted(
                        lab.paint().strong(name),
                        drill.title(),
                        lab.paint().faint("(world " + world(drill) + ")")));
      }
    }
    return ExitCode.OK;
  }

  private static String world(Drills.Found drill) {
    return String.valueOf(drill.worldFolder().getFileName());
  }
}
