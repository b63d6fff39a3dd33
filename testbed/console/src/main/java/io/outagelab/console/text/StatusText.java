package io.outagelab.console.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.outagelab.console.api.EventJson;
import io.outagelab.console.api.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** A lab's status for people, layer by layer from cause to effect. Reads the API's JSON. */
public final class StatusText {
  private static final int SHOWN = 6;

  private final Paint paint;

  /** A status painted so. */
  public StatusText(Paint paint) {
    this.paint = paint;
  }

  /** The status as lines. */
  public List<String> lines(JsonNode status) {
    List<String> lines = new ArrayList<>();
    lines.add(headline(status));
    lines.add("");
    Table table = new Table();
    backbone(table, status.path("layers").path("backbone"));
    bgp(table, status.path("layers").path("bgp"));
    dns(table, status.path("layers").path("dns").path("sites"));
    resolvers(table, status.path("resolvers"));
    apps(table, status.path("apps"));
    works(table, "doors", status.path("doors"), "open");
    works(table, "tools", status.path("tools"), "working");
    lines.addAll(table.lines());
    return lines;
  }

  private String headline(JsonNode status) {
    List<String> mitigations = Json.textList(status, "mitigations");
    return "%s  %s  %s %s%s"
        .formatted(
            paint.strong(Json.text(status, "world")),
            Json.text(status, "mode"),
            EventText.clock(EventJson.duration(Json.text(status, "time"))),
            paint.faint("at %d:1".formatted(Json.number(status, "compression"))),
            mitigations.isEmpty() ? "" : "  with " + String.join(", ", mitigations));
  }

  private void backbone(Table table, JsonNode layer) {
    long up = Json.number(layer, "linksUp");
    long total = Json.number(layer, "linksTotal");
    table.row("backbone", count(up, total, "links up"));
    List<String> isolated = Json.textList(layer, "sitesIsolated");
    if (!isolated.isEmpty()) {
      table.row("", paint.bad("isolated: " + shortened(isolated)));
    }
  }

  private void bgp(Table table, JsonNode layer) {
    long announced = Json.number(layer, "prefixesAnnounced");
    long total = Json.number(layer, "prefixesTotal");
    table.row("bgp", count(announced, total, "watched prefixes announced"));
    List<String> withdrawn = Json.textList(layer, "withdrawn");
    if (!withdrawn.isEmpty()) {
      table.row("", paint.bad("withdrawn: " + shortened(withdrawn)));
    }
  }

  private void dns(Table table, JsonNode sites) {
    SortedMap<String, List<JsonNode>> services = new TreeMap<>();
    for (JsonNode site : sites) {
      services.computeIfAbsent(Json.text(site, "service"), any -> new ArrayList<>()).add(site);
    }
    String layer = "dns";
    for (Map.Entry<String, List<JsonNode>> service : services.entrySet()) {
      List<JsonNode> all = service.getValue();
      table.row(
          layer,
          service.getKey(),
          count(counted(all, site -> Json.flag(site, "announcing", false)), all.size(), "announce"),
          count(counted(all, site -> Json.flag(site, "healthy", false)), all.size(), "healthy"));
      layer = "";
    }
  }

  private static long counted(List<JsonNode> sites, Predicate<JsonNode> counts) {
    return sites.stream().filter(counts).count();
  }

  private void resolvers(Table table, JsonNode resolvers) {
    String layer = "resolver";
    for (JsonNode resolver : resolvers) {
      SortedMap<String, List<String>> namesByAnswer = new TreeMap<>();
      for (Map.Entry<String, JsonNode> name : resolver.path("names").properties()) {
        namesByAnswer
            .computeIfAbsent(name.getValue().asText(), any -> new ArrayList<>())
            .add(name.getKey());
      }
      String who = Json.text(resolver, "name");
      for (Map.Entry<String, List<String>> answer : namesByAnswer.entrySet()) {
        table.row(layer, who, answer(answer.getKey()), shortened(answer.getValue()));
        layer = "";
        who = "";
      }
    }
  }

  private String answer(String answer) {
    return switch (answer) {
      case "NOERROR" -> paint.good(answer);
      case "unknown" -> paint.faint("not asked yet");
      default -> paint.bad(answer);
    };
  }

  private void apps(Table table, JsonNode apps) {
    String layer = "app";
    for (JsonNode app : apps) {
      String state = Json.text(app, "state");
      String ratio = "%.0f %%".formatted(100 * app.path("successRatio").asDouble());
      String cause = Json.text(app, "cause");
      String because = cause.equals("none") ? "" : ", because of its " + cause;
      boolean isKnown = !state.equals("unknown");
      table.row(layer, Json.text(app, "name"), state(state), isKnown ? ratio + because : "");
      layer = "";
    }
  }

  private String state(String state) {
    return switch (state) {
      case "up" -> paint.good(state);
      case "degraded" -> paint.doubtful(state);
      case "down" -> paint.bad(state);
      default -> paint.faint("not checked yet");
    };
  }

  private void works(Table table, String layer, JsonNode all, String key) {
    List<JsonNode> failing =
        StreamSupport.stream(all.spliterator(), false)
            .filter(one -> !Json.flag(one, key, false))
            .toList();
    if (!all.isEmpty()) {
      table.row(layer, count(all.size() - failing.size(), all.size(), key));
    }
    if (!failing.isEmpty()) {
      List<String> names = failing.stream().map(one -> Json.text(one, "name")).toList();
      table.row("", paint.bad("not " + key + ": " + shortened(names)));
    }
  }

  private String count(long well, long all, String what) {
    String text = "%d of %d %s".formatted(well, all, what);
    return well == all ? paint.good(text) : well == 0 ? paint.bad(text) : paint.doubtful(text);
  }

  private static String shortened(List<String> names) {
    return names.size() <= SHOWN
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, SHOWN)) + " and " + (names.size() - SHOWN) + " more";
  }
}
