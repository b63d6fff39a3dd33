package io.outagelab.console.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outagelab.assembly.Happening;
import io.outagelab.core.Event;
import io.outagelab.core.Layer;
import io.outagelab.harness.EventLog.Numbered;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** An event as a line of JSON, and back. */
public final class EventJson {
  private EventJson() {}

  /** The event as an object. */
  public static ObjectNode of(Numbered numbered) {
    Happening happening = numbered.happening();
    Event event = happening.event();
    ObjectNode json = Json.object();
    json.put("index", numbered.index());
    json.put("at", happening.at().toString());
    json.put("layer", event.layer().label());
    json.put("event", event.name());
    json.put("subject", event.subject());
    json.put("detail", event.detail());
    json.put("weight", event.weight().name().toLowerCase(Locale.ROOT));
    ObjectNode attributes = json.putObject("attributes");
    new TreeMap<>(event.attributes()).forEach(attributes::put);
    return json;
  }

  /** The event that an object tells of. */
  public static Numbered parse(JsonNode json) {
    SortedMap<String, String> attributes = new TreeMap<>();
    json.path("attributes")
        .properties()
        .forEach(entry -> attributes.put(entry.getKey(), entry.getValue().asText()));
    Event event =
        new ToldEvent(
            constant(Layer.class, Json.text(json, "layer")),
            Json.text(json, "event"),
            Json.text(json, "subject"),
            Json.text(json, "detail"),
            constant(Event.Weight.class, Json.text(json, "weight")),
            attributes);
    return new Numbered(
        Json.number(json, "index"), new Happening(duration(Json.text(json, "at")), event));
  }

  /** The duration that a text spells as ISO 8601 does. */
  public static Duration duration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new MalformedJson("'%s' is not a duration such as PT90S".formatted(text));
    }
  }

  /** The constant that a text spells in lower case with hyphens. */
  static <T extends Enum<T>> T constant(Class<T> type, String text) {
    for (T constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text)) {
        return constant;
      }
    }
    throw new MalformedJson(
        "'%s' is not a %s".formatted(text, type.getSimpleName().toLowerCase(Locale.ROOT)));
  }

  /** An event that another process observed. */
  private record ToldEvent(
      Layer layer,
      String name,
      String subject,
      String detail,
      Weight weight,
      Map<String, String> attributes)
      implements Event {
    private ToldEvent {
      attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }
  }
}
