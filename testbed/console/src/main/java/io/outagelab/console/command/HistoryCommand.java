package io.outagelab.console.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.outagelab.assembly.Happening;
import io.outagelab.console.api.EventPage;
import io.outagelab.console.api.Json;
import io.outagelab.console.api.LabClient;
import io.outagelab.console.shell.ExitCode;
import io.outagelab.console.text.EventText;
import io.outagelab.core.Event;
import io.outagelab.core.Layer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code lab history}. */
@Command(
    name = "history",
    header = "Shows the changes since the lab's start and what became of each.",
    description = "As they were observed: also while the controller itself cannot be reached.")
public final class HistoryCommand implements Callable<Integer> {
  private final LabCommand lab;

  /** A change and its last turn. */
  private record Entry(Happening first, Happening last) {}

  HistoryCommand(LabCommand lab) {
    this.lab = lab;
  }

  @Override
  public Integer call() {
    Map<String, Entry> changes = changes(lab.client());
    if (lab.isJson()) {
      lab.out().println(Json.pretty(json(changes)));
    } else if (changes.isEmpty()) {
      lab.out().println("No change was pushed yet.");
    } else {
      lab.print(text(changes));
    }
    return ExitCode.OK;
  }

  private static Map<String, Entry> changes(LabClient client) {
    Map<String, Entry> changes = new LinkedHashMap<>();
    long next = 0;
    long before;
    do {
      before = next;
      EventPage page = client.events(next, Duration.ZERO, Event.Weight.STORY);
      page.events().forEach(event -> fold(changes, event.happening()));
      next = page.next();
    } while (next > before);
    return changes;
  }

  private static void fold(Map<String, Entry> changes, Happening happening) {
    Event event = happening.event();
    if (event.layer() == Layer.OPERATOR && event.attributes().containsKey("change")) {
      changes.merge(
          event.subject(),
          new Entry(happening, happening),
          (old, now) -> new Entry(old.first(), now.last()));
    }
  }

  private static ArrayNode json(Map<String, Entry> changes) {
    ArrayNode json = Json.array();
    changes.forEach(
        (change, entry) ->
            json.addObject()
                .put("change", change)
                .put("at", entry.first().at().toString())
                .put("event", entry.last().event().name())
                .put("eventAt", entry.last().at().toString())
                .put("detail", entry.last().event().detail()));
    return json;
  }

  private List<String> text(Map<String, Entry> changes) {
    List<String> lines = new ArrayList<>();
    changes.forEach(
        (change, entry) ->
            lines.add(
                "%s  %s  %s"
                    .formatted(
                        EventText.clock(entry.first().at()),
                        lab.paint().strong(change),
                        entry.last().event().detail())));
    return lines;
  }
}
