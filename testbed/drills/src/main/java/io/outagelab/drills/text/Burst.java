package io.outagelab.drills.text;

import io.outagelab.core.Event;
import io.outagelab.core.Layer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Events that are told in one line, because they are the same turn for several subjects. */
final class Burst {
  /** One line about several subjects: how many there are, and which. */
  private static final Map<String, String> MANY =
      Map.ofEntries(
          Map.entry("plane-down", "%d planes are down: %s"),
          Map.entry("plane-up", "%d planes are up: %s"),
          Map.entry("site-isolated", "%d sites are cut off: %s"),
          Map.entry("site-connected", "%d sites are connected again: %s"),
          Map.entry("site-unhealthy", "%d name-server sites are unhealthy: %s"),
          Map.entry("site-healthy", "%d name-server sites are healthy again: %s"),
          Map.entry("site-blind", "%d name-server sites hear of no data centre: %s"),
          Map.entry("site-sighted", "%d name-server sites hear of data centres again: %s"),
          Map.entry("kept-among-last", "%d name-server sites announce as the last: %s"),
          Map.entry("crew-dispatched", "crews set off for %d sites: %s"),
          Map.entry("crew-on-site", "crews are on site at %d sites: %s"),
          Map.entry("door-shut", "%d doors are shut: %s"),
          Map.entry("door-open", "%d doors open again: %s"),
          Map.entry("tool-down", "%d tools are down: %s"),
          Map.entry("tool-up", "%d tools work again: %s"));

  private final Duration at;
  private final String key;
  private final List<Event> events = new ArrayList<>();

  /** Begins with this event. */
  Burst(Duration at, Event first) {
    this.at = at;
    this.key = keyOf(first);
    events.add(first);
  }

  /** What events of one burst share. */
  static String keyOf(Event event) {
    Map<String, String> read = event.attributes();
    String shared =
        switch (event.name()) {
          case "prefix-originated", "prefix-retracted" -> read.getOrDefault("site", "");
          case "answer-changed" ->
              read.getOrDefault("resolver", "") + " " + read.getOrDefault("to", "");
          case "app-changed" ->
              read.getOrDefault("state", "") + " " + read.getOrDefault("cause", "");
          default -> MANY.containsKey(event.name()) ? "" : event.subject() + event.detail();
        };
    return event.name() + " " + shared;
  }

  /** When it began. */
  Duration at() {
    return at;
  }

  /** What its events share. */
  String key() {
    return key;
  }

  /** Adds one more. */
  void add(Event event) {
    events.add(event);
  }

  /** The layer. */
  Layer layer() {
    return events.getFirst().layer();
  }

  /** The first event. */
  Event first() {
    return events.getFirst();
  }

  /** The line, without time and layer. */
  String text() {
    Event first = events.getFirst();
    Map<String, String> read = first.attributes();
    return switch (first.name()) {
      case "prefix-retracted" -> prefixes(read, "withdrawn at", "withdraws");
      case "prefix-originated" -> prefixes(read, "announced at", "announces");
      case "answer-changed" -> answers(read);
      case "app-changed" -> apps(first, read);
      default -> events.size() == 1 ? alone(first) : many(first.name());
    };
  }

  private static String alone(Event event) {
    String detail =
        switch (event.name()) {
          case "door-shut" -> "the door stays shut" + because(event);
          case "door-open" -> "the door opens again";
          case "tool-down" -> "the tool is down" + because(event);
          case "tool-up" -> "the tool works again";
          case "site-isolated" -> "cut off, " + event.detail();
          case "site-connected" -> "connected again";
          case "site-unhealthy" -> "unhealthy, " + event.detail();
          case "site-healthy" -> "healthy again, " + event.detail();
          default -> event.detail().isEmpty() ? event.name().replace('-', ' ') : event.detail();
        };
    return "%s: %s".formatted(event.subject(), detail);
  }

  private static String because(Event event) {
    return event.detail().isEmpty() ? "" : ": " + event.detail();
  }

  private String many(String name) {
    List<String> subjects = events.stream().map(Event::subject).distinct().toList();
    String pattern = MANY.getOrDefault(name, "%d times " + name.replace('-', ' ') + ": %s");
    return subjects.size() == 1
        ? alone(events.getLast())
        : pattern.formatted(subjects.size(), Spoken.list(subjects));
  }

  private String prefixes(Map<String, String> read, String one, String several) {
    List<String> prefixes = said("prefix");
    String site = read.getOrDefault("site", "");
    return prefixes.size() == 1
        ? "%s %s %s".formatted(prefixes.getFirst(), one, site)
        : "%s %s %s and %d more".formatted(site, several, prefixes.getFirst(), prefixes.size() - 1);
  }

  private String answers(Map<String, String> read) {
    List<String> names = said("name");
    String from = names.size() == 1 ? ", was " + read.getOrDefault("from", "unknown") : "";
    return "%s answers %s for %s%s"
        .formatted(
            read.getOrDefault("resolver", ""),
            read.getOrDefault("to", ""),
            Spoken.list(names),
            from);
  }

  private String apps(Event first, Map<String, String> read) {
    List<String> apps = events.stream().map(Event::subject).distinct().toList();
    if (apps.size() == 1) {
      return alone(first);
    }
    String cause = read.getOrDefault("cause", "none");
    return "%d apps are %s%s: %s"
        .formatted(
            apps.size(),
            read.getOrDefault("state", ""),
            cause.equals("none") ? "" : " because of the %s".formatted(cause),
            Spoken.list(apps));
  }

  private List<String> said(String key) {
    return events.stream()
        .map(event -> event.attributes().getOrDefault(key, ""))
        .distinct()
        .toList();
  }
}
